export * from './contract-commands.js'
export * from './counselor-commands.js'
export * from './exit-case-commands.js'
export * from './person-commands.js'
