import type { ClientBase } from 'pg'

/** Advisory lock under which positions are given out; held from the first check of a group to the end of its commit. */
export const appendLock = 7_318_001
const schemaLock = 7_318_002
export const wakeUpChannel = 'fudao_ledger'

/** Expected revisions as the function takes them; all others are exact. */
export const expectedCode = { none: -1, any: -2, exists: -3 } as const

const statements = `
create schema if not exists fudao_ledger;

create table if not exists fudao_ledger.event (
  position bigint primary key,
  recorded_at timestamptz not null,
  revision integer not null,
  id uuid not null,
  stream text collate "C" not null,
  type text collate "C" not null,
  data json not null,
  metadata json not null,
  constraint event_stream_revision unique (stream, revision)
);

-- Ids are looked up in their stream. An index on them is written at random, so that a long history made every append dearer.
do $$ begin
  if exists (select from pg_constraint where conname = 'event_id' and conrelid = 'fudao_ledger.event'::regclass) then
    alter table fudao_ledger.event drop constraint event_id;
  end if;
end $$;

create or replace function fudao_ledger.append_events(
  streams text[], expected int[], first int[], size int[],
  request int[], offsets int[], ids uuid[], event_streams text[], types text[], data json[], metadata json[], notice text,
  out actual int[], out before bigint[], out written timestamptz
) language plpgsql as $$
declare
  head bigint;
begin
  perform pg_advisory_xact_lock(${appendLock});
  -- Each statement here sees what the lock's last holder committed.
  select coalesce(max(e.position), 0) into head from fudao_ledger.event e;
  written := clock_timestamp();
  select array_agg(j.actual order by j.n),
         array_agg(case when j.ok then head + j.through - j.size else -1 end order by j.n)
    into actual, before
    from (
      select k.n, k.actual, k.size, k.ok, sum(case when k.ok then k.size else 0 end) over (order by k.n) as through
        from (
          select r.n, r.size, s.last as actual,
                 case r.expected when ${expectedCode.any} then true when ${expectedCode.exists} then s.last >= 0 else s.last = r.expected end
                 -- A repeat that names an exact revision fails on the revision; the others must be found by their ids.
                 and (r.expected > ${expectedCode.any} or not exists (
                   select from fudao_ledger.event e where e.stream = r.stream and e.id = any (ids[r.first : r.first + r.size - 1]))) as ok
            from unnest(streams, expected, first, size) with ordinality as r (stream, expected, first, size, n)
           cross join lateral (
             select coalesce((select e.revision from fudao_ledger.event e where e.stream = r.stream order by e.revision desc limit 1), -1) as last
           ) s
        ) k
    ) j;
  -- One linear statement, no join: positions and revisions come from the arrays by subscript.
  insert into fudao_ledger.event (position, recorded_at, revision, id, stream, type, data, metadata)
  select before[u.request] + u.nth, written, actual[u.request] + u.nth, u.id, u.stream, u.type, u.data, u.metadata
    from unnest(request, offsets, ids, event_streams, types, data, metadata) as u (request, nth, id, stream, type, data, metadata)
   where before[u.request] >= 0;
  if found and notice is not null then
    perform pg_notify('${wakeUpChannel}', notice);
  end if;
end $$;
`

/** Creates what is missing. Safe to run at any time and by two instances at once. */
export const ensureSchema = async (client: ClientBase): Promise<void> => {
  await client.query('begin')
  try {
    await client.query('select pg_advisory_xact_lock($1)', [schemaLock])
    await client.query(statements)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}
