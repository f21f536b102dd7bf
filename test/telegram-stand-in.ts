import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * Speaks the Bot API over loopback, as far as a bot that sends messages and polls for news needs it: `getMe`,
 * `sendMessage`, `getUpdates`. A test tells it to answer 429 with `retry_after`, to break connections, or to have been
 * blocked; and reads what arrived, and whether the bot kept to what it was told.
 */
export interface TelegramStandIn {
  /** For TELEGRAM_API_ROOT. */
  url: string
  token: string
  /** Messages that were accepted, in order. */
  messages: { chatId: string; text: string; atMs: number }[]
  /** Messages that came although the stand-in had said to wait. */
  impatient: number
  /** The next `times` messages are answered 429; until `retryAfterS` is over each further one counts as impatient. */
  refuse(times: number, retryAfterS: number): void
  /** The next `times` requests of any kind end in a broken connection. */
  breakConnections(times: number): void
  /** The person blocks the bot. */
  block(chatId: string): void
  /** A person writes to the bot. */
  say(chatId: string, text: string): void
  close(): Promise<void>
}

/** Starts the stand-in on a free port. */
export async function startTelegramStandIn(): Promise<TelegramStandIn> {
  const token = '100200:stand-in'
  const blocked = new Set<string>()
  const updates: { update_id: number; [what: string]: unknown }[] = []
  const waiting = new Set<() => void>()
  let nextUpdate = 1
  let refusals = 0
  let retryAfterS = 0
  let waitUntilMs = 0
  let breaks = 0

  const announce = (update: Record<string, unknown>) => {
    updates.push({ update_id: nextUpdate++, ...update })
    for (const wake of waiting) wake()
  }
  const chatOf = (chatId: string) => ({ id: Number(chatId), type: 'private', first_name: 'Person' })

  const methods: Record<string, (body: Record<string, unknown>, response: ServerResponse) => void> = {
    getMe: (_body, response) =>
      ok(response, { id: 100200, is_bot: true, first_name: 'Atelier', username: 'atelier_stand_in_bot' }),
    sendMessage: (body, response) => {
      const chatId = String(body.chat_id)
      if (Date.now() < waitUntilMs) standIn.impatient++
      if (refusals > 0) {
        refusals--
        waitUntilMs = Date.now() + retryAfterS * 1000
        return refused(response, 429, `Too Many Requests: retry after ${retryAfterS}`, { retry_after: retryAfterS })
      }
      if (blocked.has(chatId)) return refused(response, 403, 'Forbidden: bot was blocked by the user')
      standIn.messages.push({ chatId, text: String(body.text), atMs: Date.now() })
      return ok(response, { message_id: standIn.messages.length, date: 0, chat: chatOf(chatId), text: body.text })
    },
    getUpdates: (body, response) => {
      const offset = Number(body.offset ?? 0)
      const answer = () => {
        clearTimeout(timer)
        waiting.delete(answer)
        ok(
          response,
          updates.filter((update) => update.update_id >= offset),
        )
      }
      const timer = setTimeout(answer, Number(body.timeout ?? 0) * 1000)
      waiting.add(answer)
      response.on('close', () => {
        clearTimeout(timer)
        waiting.delete(answer)
      })
      if (updates.some((update) => update.update_id >= offset)) answer()
    },
  }

  const server = createServer((request, response) => {
    if (breaks > 0) {
      breaks--
      request.socket.destroy()
      return
    }
    readBody(request).then(
      (body) => {
        const method = request.url?.startsWith(`/bot${token}/`) ? request.url.slice(`/bot${token}/`.length) : ''
        const run = methods[method]
        if (run) run(body, response)
        else refused(response, 404, 'Not Found')
      },
      () => response.destroy(),
    )
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))

  const standIn: TelegramStandIn = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token,
    messages: [],
    impatient: 0,
    refuse: (times, seconds) => {
      refusals = times
      retryAfterS = seconds
    },
    breakConnections: (times) => {
      breaks = times
    },
    block: (chatId) => {
      blocked.add(chatId)
      announce({ my_chat_member: { chat: chatOf(chatId), date: 0, new_chat_member: { status: 'kicked' } } })
    },
    say: (chatId, text) => {
      blocked.delete(chatId)
      announce({
        message: {
          message_id: 1,
          date: 0,
          chat: chatOf(chatId),
          from: { id: Number(chatId), language_code: 'ru' },
          text,
        },
      })
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
  return standIn
}

function ok(response: ServerResponse, result: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ ok: true, result }))
}

function refused(
  response: ServerResponse,
  code: number,
  description: string,
  parameters?: Record<string, number>,
): void {
  response
    .writeHead(code, { 'content-type': 'application/json' })
    .end(JSON.stringify({ ok: false, error_code: code, description, ...(parameters ? { parameters } : {}) }))
}

async function readBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part)
  const text = Buffer.concat(parts).toString('utf8')
  return text === '' ? {} : JSON.parse(text)
}
