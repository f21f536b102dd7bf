/** One event as it came over the line. */
export interface LiveMessage {
  event: string
  data: Record<string, unknown>
  id?: string
}

/** Reads server-sent events as a browser would: what came so far, and whether the line still stands. */
export interface LiveClient {
  messages: LiveMessage[]
  status: number
  ended: boolean
  close(): void
}

/** Opens a stream; resolves once the answer's head is there. */
export async function openLiveClient(url: string, headers: Record<string, string>): Promise<LiveClient> {
  const stop = new AbortController()
  const response = await fetch(url, { headers, signal: stop.signal })
  const client: LiveClient = { messages: [], status: response.status, ended: false, close: () => stop.abort() }
  read(response, client).catch(() => {
    client.ended = true
  })
  return client
}

async function read(response: Response, client: LiveClient): Promise<void> {
  let buffer = ''
  const decoder = new TextDecoder()
  for await (const part of response.body ?? []) {
    buffer += decoder.decode(part, { stream: true })
    const blocks = buffer.split('\n\n')
    buffer = blocks.pop() ?? ''
    for (const block of blocks) {
      const fields = new Map(
        block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
      )
      const event = fields.get('event')
      if (!event) continue
      const id = fields.get('id')
      client.messages.push({ event, data: JSON.parse(fields.get('data') ?? '{}'), ...(id ? { id } : {}) })
    }
  }
  client.ended = true
}
