import type { FastifyReply, FastifyRequest } from 'fastify'

/** A comment is sent this often, so that proxies keep the line and a dead one is noticed. */
const HEARTBEAT_MS = 15_000
/** How long a browser waits before it connects again. */
const RETRY_MS = 2000
/** A reader this far behind is cut off; it comes back and fetches again. */
const MAX_BEHIND_BYTES = 262_144

export interface LiveStream {
  /** Sends one event; `id` comes back as Last-Event-ID when the line was cut. */
  send(event: string, data: unknown, id?: string): void
  end(): void
  /** Fires when the reader is gone, or the server closes. */
  signal: AbortSignal
}

const open = new Set<LiveStream>()

/**
 * Answers a request with server-sent events. A reader that comes back with Last-Event-ID is told `refetch` first: what
 * happened meanwhile is in what it fetches. No web sockets.
 */
export function openStream(request: FastifyRequest, reply: FastifyReply): LiveStream {
  reply.hijack()
  const raw = reply.raw
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    'x-content-type-options': 'nosniff',
    'x-accel-buffering': 'no',
    'x-request-id': request.id,
  })
  const gone = new AbortController()
  const heartbeat = setInterval(() => write(': \n\n'), HEARTBEAT_MS)
  const write = (text: string) => {
    if (gone.signal.aborted) return
    raw.write(text)
    if (raw.writableLength > MAX_BEHIND_BYTES) raw.destroy()
  }
  const stream: LiveStream = {
    send: (event, data, id) =>
      write(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
    end: () => raw.end(),
    signal: gone.signal,
  }
  open.add(stream)
  raw.on('close', () => {
    clearInterval(heartbeat)
    open.delete(stream)
    gone.abort()
  })
  write(`retry: ${RETRY_MS}\n\n`)
  stream.send(request.headers['last-event-id'] === undefined ? 'hello' : 'refetch', {})
  return stream
}

/** Ends every open stream: before the server closes, which would otherwise wait for them for ever. */
export function endStreams(): void {
  for (const stream of open) stream.end()
}
