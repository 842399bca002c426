import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { headers, type NatsConnection } from '@nats-io/nats-core'
import { ensureEventsStream } from '../events-stream.js'
import { EVENTS_STREAM, eventHeader, eventSubject } from '../subjects.js'

const positionOf = (index: number): string => String(index).padStart(20, '0')

/** Publishes numbered events with the headers of the real relay; event `n` has position `n` and follows `n - 1`. */
export class TestRelay {
  constructor(readonly nc: NatsConnection) {}

  readonly position = positionOf

  async createStream(): Promise<void> {
    await ensureEventsStream(await jetstreamManager(this.nc))
  }
  async deleteStream(): Promise<void> {
    await (await jetstreamManager(this.nc)).streams.delete(EVENTS_STREAM)
  }
  async deleteMessage(sequence: number): Promise<void> {
    await (await jetstreamManager(this.nc)).streams.deleteMessage(EVENTS_STREAM, sequence)
  }
  /** Publishes `from` to `to`, both included. */
  async publish(from: number, to: number, campus = 'aksu'): Promise<void> {
    const js = jetstream(this.nc)
    const waiting: Promise<unknown>[] = []
    for (let index = from; index <= to; index += 1) {
      const carrier = headers()
      carrier.set(eventHeader.position, positionOf(index))
      if (index > 1) carrier.set(eventHeader.previous, positionOf(index - 1))
      waiting.push(
        js.publish(eventSubject(campus, 'staffing', 'Counselor', 'CounselorRegistered'), JSON.stringify({ id: `e${index}` }), {
          msgID: `e${index}`,
          headers: carrier,
        }),
      )
    }
    await Promise.all(waiting)
  }
}
