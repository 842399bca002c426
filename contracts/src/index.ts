export * from './kit/index.js'
export * as policy from './policy/index.js'
export * as staffing from './staffing/index.js'
export * as tasks from './tasks/index.js'
