export * from './open-pool.js'
