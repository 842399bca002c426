export * from './host/handlers.js'
export * from './run-service.js'
