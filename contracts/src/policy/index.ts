export * from './parameter.js'
export * from './parameters.js'
export * from './value-at.js'
