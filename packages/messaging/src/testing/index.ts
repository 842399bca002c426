export * from './test-relay.js'
