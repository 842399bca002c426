export * from './kit/index.js'
export * as policy from './policy/index.js'
