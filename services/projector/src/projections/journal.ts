import { defineProjection, defineTable } from '@fudao/projections'

/** Every event of every campus, as stored: personal fields stay encrypted. */
export const journal = defineTable('events', {
  columns: {
    eventId: 'text',
    type: 'text',
    stream: 'text',
    revision: 'int',
    position: 'text',
    asOf: 'text',
    recordedAt: 'text',
    actorId: 'text',
    actorRole: 'text',
    rule: 'text',
    correlationId: 'text',
    causationId: 'text',
    commandId: 'text',
    policyVersion: 'int',
    traceId: 'text',
    schemaVersion: 'int',
    data: 'document',
  },
  // counts up, so that rows are added at the end of its index; ids are scattered all over theirs
  key: ['position'],
  indexes: [
    ['stream', 'position'],
    ['type', 'position'],
    { exactly: 'eventId' },
    { exactly: 'correlationId' },
    // what a person does causes itself: both are the command's id
    { exactly: 'causationId', otherThan: 'correlationId' },
  ],
  appendOnly: true,
})

export const journalProjection = defineProjection({
  name: 'journal',
  // version 1 had wider indexes, version 2 did not say in which version an event is stored
  version: 3,
  tables: [journal],
  handlers: [],
  every: {
    table: journal,
    keys: (e) => [[e.position]],
    evolve: (_, e) => ({
      campus: e.campus,
      eventId: e.id,
      type: e.type,
      stream: e.subject,
      revision: e.revision,
      position: e.position,
      asOf: e.asof,
      recordedAt: e.time,
      actorId: e.actorid,
      actorRole: e.actorrole,
      rule: e.rule ?? null,
      correlationId: e.correlationid,
      causationId: e.causationid,
      commandId: e.commandid,
      policyVersion: e.policyversion,
      traceId: e.traceparent?.split('-')[1] ?? null,
      schemaVersion: e.schemaversion,
      data: e.data,
    }),
  },
})
