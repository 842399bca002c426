export { campuses } from './campuses.js'
export { loadDemo } from './load-demo.js'
export { roster } from './roster.js'
export { cast } from './story.js'
