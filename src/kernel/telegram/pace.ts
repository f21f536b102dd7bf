/** What Telegram allows a bot: about thirty messages a second in all, one a second to one chat. */
const GLOBAL_INTERVAL_MS = 1000 / 28
const CHAT_INTERVAL_MS = 1050
/** Chats remembered at once; those whose turn is past are forgotten first. */
const MAX_CHATS = 10_000

/** Gives each message its moment, so that this process stays below the limits. What others send, Telegram's 429 tells. */
export interface Pace {
  /** Milliseconds to wait before the message may be sent; the moment is taken. */
  reserve(chatId: string, nowMs: number): number
  /** Telegram said to wait: nothing is sent before. */
  pause(untilMs: number): void
}

/** A pace that starts free. */
export function newPace(): Pace {
  let nextGlobal = 0
  const nextInChat = new Map<string, number>()
  return {
    reserve: (chatId, nowMs) => {
      const at = Math.max(nowMs, nextGlobal, nextInChat.get(chatId) ?? 0)
      nextGlobal = at + GLOBAL_INTERVAL_MS
      if (nextInChat.size >= MAX_CHATS) {
        for (const [chat, next] of nextInChat) if (next < nowMs) nextInChat.delete(chat)
      }
      nextInChat.set(chatId, at + CHAT_INTERVAL_MS)
      return at - nowMs
    },
    pause: (untilMs) => {
      nextGlobal = Math.max(nextGlobal, untilMs)
    },
  }
}
