export * from './logger.js'
export * from './names.js'
export * from './propagation.js'
export * from './with-span.js'
