declare module 'vitest' {
  export interface ProvidedContext {
    /** Maintenance database of the run's throw-away PostgreSQL. */
    pgUrl: string
    /** The run's shared NATS; prefer `startTestNats` for a server of one's own. */
    natsUrl: string
  }
}

export {}
