import { Agent, request } from 'node:http'

export interface Answer {
  readonly status: number
  readonly body: string
}
/** A caller over kept-alive connections, as lean as Node's own client is: what it costs is taken from the system it measures. */
export interface HttpCaller {
  /** `token`: another access token than the caller's own; null for none. */
  readonly post: (path: string, body: string, token?: string | null) => Promise<Answer>
  readonly get: (path: string, token?: string | null) => Promise<Answer>
  readonly close: () => void
}

export const httpCaller = (baseUrl: string, ownToken: string | null): HttpCaller => {
  const { hostname, port } = new URL(baseUrl)
  const agent = new Agent({ keepAlive: true, maxSockets: 512, scheduling: 'fifo' })
  const ask = (method: string, path: string, token: string | null, body?: string): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const headers = {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
      }
      const asked = request({ agent, hostname, port, method, path, headers }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.once('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }))
        response.once('error', reject)
      })
      asked.once('error', reject)
      asked.end(body)
    })
  return {
    post: (path, body, token = ownToken) => ask('POST', path, token, body),
    get: (path, token = ownToken) => ask('GET', path, token),
    close: () => agent.destroy(),
  }
}

/** A change of a read model as `GET /api/<campus>/live` tells it. */
export interface Change {
  readonly view: string
  /** Empty: anything of the view. */
  readonly ids: readonly string[]
  readonly position: string
}

/** Follows the server-sent events of a campus, as the console does; resolves when they flow. */
export const followChanges = (
  baseUrl: string,
  campus: string,
  token: string,
  onChange: (change: Change) => void,
): Promise<{ readonly close: () => void }> =>
  new Promise((resolve, reject) => {
    let text = ''
    const asked = request(new URL(`/api/${campus}/live`, baseUrl), { headers: { authorization: `Bearer ${token}` } }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`the live changes answered ${response.statusCode}`))
      response.setEncoding('utf8')
      // the end of the measurement cuts the stream
      response.on('error', () => undefined)
      response.on('data', (chunk: string) => {
        text += chunk
        for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
          const frame = text.slice(0, end)
          text = text.slice(end + 2)
          const data = /^data: (.*)$/m.exec(frame)?.[1]
          if (frame.includes('event: ready')) resolve({ close: () => asked.destroy() })
          else if (frame.includes('event: change') && data) onChange(JSON.parse(data) as Change)
        }
      })
    })
    asked.on('error', reject)
    asked.end()
  })
