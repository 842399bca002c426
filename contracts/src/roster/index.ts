export * from './columns.js'
export * from './messages.js'
export { rosterReasons } from './reasons.js'
