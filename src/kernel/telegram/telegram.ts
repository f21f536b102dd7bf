import { setTimeout as delay } from 'node:timers/promises'
import { Api, GrammyError } from 'grammy'
import type { Config } from '../config.ts'
import { RetryLater } from '../jobs/retry.ts'
import { newPace } from './pace.ts'

/** A message whose turn comes later than this goes back to the queue instead of holding a worker. */
const MAX_WAIT_MS = 5000
const REQUEST_TIMEOUT_S = 20
/** How long one request for news stays open. */
const POLL_S = 25
const MAX_BACKOFF_MS = 30_000

/** The chat does not want us: blocked, deleted, or never there. Trying again makes no sense. */
export class ChatGone extends Error {
  override name = 'ChatGone'
}

/** What somebody did towards the bot. */
export type TelegramNews =
  | { kind: 'message'; chatId: string; text: string; language?: string }
  /** The person blocked the bot, or deleted the chat. */
  | { kind: 'left'; chatId: string }

/** The bot, behind one small interface (P15). */
export interface Telegram {
  /** The address that opens the bot and sends it `/start code`. The code: up to 64 of `A-Za-z0-9_-`. */
  deepLink(code: string): Promise<string>
  /**
   * Sends a message in Telegram's HTML. Waits for its turn under the rate limits; throws RetryLater with what
   * `retry_after` said, ChatGone when the chat is lost, and anything else when the connection broke.
   */
  send(chatId: string, html: string): Promise<void>
  /**
   * Long polling until the signal fires: each piece of news is handled before the next request confirms it, so what
   * a crash interrupts comes again. Only one process may do this at a time.
   */
  listen(handle: (news: TelegramNews) => Promise<void>, signal: AbortSignal): Promise<void>
}

/** The bot of the settings, or undefined while no token is set. */
export function openTelegram(config: Pick<Config, 'TELEGRAM_BOT_TOKEN' | 'TELEGRAM_API_ROOT'>): Telegram | undefined {
  const token = config.TELEGRAM_BOT_TOKEN
  if (!token) return undefined
  const apiRoot = config.TELEGRAM_API_ROOT.replace(/\/+$/, '')
  const api = new Api(token, { apiRoot, timeoutSeconds: REQUEST_TIMEOUT_S })
  const pollingApi = new Api(token, { apiRoot, timeoutSeconds: POLL_S + REQUEST_TIMEOUT_S })
  // By a clock that nobody sets: one that is put back by an hour would hold every message for that hour.
  const pace = newPace()
  let username: string | undefined

  return {
    deepLink: async (code) => {
      username ??= (await api.getMe()).username
      return `https://t.me/${username}?start=${code}`
    },
    send: async (chatId, html) => {
      const wait = pace.reserve(chatId, performance.now())
      if (wait > MAX_WAIT_MS) throw new RetryLater(wait / 1000, 'the rate limit leaves no turn sooner')
      if (wait > 0) await delay(wait)
      try {
        await api.sendMessage(chatId, html, { parse_mode: 'HTML', link_preview_options: { is_disabled: true } })
      } catch (error) {
        throw meaningOf(error, pace.pause)
      }
    },
    listen: async (handle, signal) => {
      let offset = 0
      for (let failures = 0; !signal.aborted; ) {
        try {
          const updates = await pollingApi.getUpdates(
            { offset, timeout: POLL_S, allowed_updates: ['message', 'my_chat_member'] },
            // grammY asks for the signal type of the abort-controller package; the platform's is the same thing.
            signal as Parameters<typeof pollingApi.getUpdates>[1],
          )
          failures = 0
          for (const update of updates) {
            const news = newsOf(update)
            if (news) await handle(news)
            offset = update.update_id + 1
          }
        } catch (error) {
          if (signal.aborted) return
          failures++
          const backoff = Math.min(MAX_BACKOFF_MS, 500 * 2 ** failures) * (0.5 + Math.random() / 2)
          await delay(Math.max(backoff, retryAfterMs(error)), undefined, { signal }).catch(() => undefined)
        }
      }
    },
  }
}

function meaningOf(error: unknown, pause: (untilMs: number) => void): unknown {
  if (!(error instanceof GrammyError)) return error
  const waitMs = retryAfterMs(error)
  if (waitMs > 0) {
    pause(performance.now() + waitMs)
    return new RetryLater(waitMs / 1000, error.description)
  }
  const gone = error.error_code === 403 || /chat not found|user is deactivated/i.test(error.description)
  return gone ? new ChatGone(error.description) : error
}

function retryAfterMs(error: unknown): number {
  return error instanceof GrammyError ? (error.parameters.retry_after ?? 0) * 1000 : 0
}

type Update = Awaited<ReturnType<Api['getUpdates']>>[number]

function newsOf(update: Update): TelegramNews | undefined {
  const { message, my_chat_member: member } = update
  if (message?.text !== undefined && message.chat.type === 'private') {
    const language = message.from?.language_code
    return { kind: 'message', chatId: String(message.chat.id), text: message.text, ...(language ? { language } : {}) }
  }
  if (member && (member.new_chat_member.status === 'kicked' || member.new_chat_member.status === 'left')) {
    return { kind: 'left', chatId: String(member.chat.id) }
  }
  return undefined
}
