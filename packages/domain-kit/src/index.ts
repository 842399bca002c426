export * from './dates.js'
export * from './decision.js'
export * from './refusal.js'
