import { connect } from 'node:net'

/** A request as it goes over the wire. */
export type NextRequest = () => { path: string; headers: Record<string, string>; body: string }

/**
 * Sends requests over so many keep-alive connections, each waiting for its answer, for so long. Raw sockets: the client
 * shares two cores with what it measures. Returns answers a second; throws on one that is not 2xx.
 */
export async function load(port: number, connections: number, seconds: number, next: NextRequest): Promise<number> {
  const until = performance.now() + seconds * 1000
  const started = performance.now()
  const counts = await Promise.all(Array.from({ length: connections }, () => drive(port, until, next)))
  const total = counts.reduce((sum, count) => sum + count, 0)
  return total / ((performance.now() - started) / 1000)
}

function drive(port: number, until: number, next: NextRequest): Promise<number> {
  return new Promise((done, fail) => {
    const socket = connect(port, '127.0.0.1')
    let count = 0
    let pending = ''
    const send = () => {
      const { path, headers, body } = next()
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
      socket.write(
        `POST ${path} HTTP/1.1\r\nhost: localhost:${port}\r\n${lines.join('')}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      )
    }
    socket.setNoDelay(true)
    socket.on('error', fail)
    socket.on('connect', send)
    socket.on('data', (chunk) => {
      pending += chunk.toString('latin1')
      const head = pending.indexOf('\r\n\r\n')
      if (head === -1) return
      const length = Number(/content-length: (\d+)/i.exec(pending)?.[1] ?? 0)
      if (pending.length < head + 4 + length) return
      if (!pending.startsWith('HTTP/1.1 2')) return fail(new Error(pending.slice(0, 800)))
      pending = ''
      count++
      if (performance.now() < until) return send()
      socket.end()
      done(count)
    })
  })
}
