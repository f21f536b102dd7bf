import { createHash, randomBytes } from 'node:crypto'
import { and, eq, gt } from 'drizzle-orm'
import { z } from 'zod'
import type { Ctx } from '../../kernel/context.ts'
import { publish } from '../../kernel/events/event.ts'
import { PLATFORM_STUDIO_ID } from '../../kernel/ids.ts'
import { defineTask, type Task } from '../../kernel/jobs/jobs.ts'
import { GiveUp } from '../../kernel/jobs/retry.ts'
import type { Services } from '../../kernel/services.ts'
import { ChatGone } from '../../kernel/telegram/telegram.ts'
import { telegramLinked, telegramUnlinked } from './events.ts'
import { telegramCodes, telegramLinks } from './tables.ts'

/** Task that brings one message to a person's chat. */
export const TELEGRAM_TASK = 'notifications.telegram'
/** How long a deep link can be used. */
const CODE_LIFE_MINUTES = 15
/** How long a chat's id is taken from the cache before it is read again. */
const CACHE_MS = 10 * 60_000

const cacheKey = (accountId: string) => `telegram:chat:${accountId}`
const hashOf = (code: string) => createHash('sha256').update(code).digest('hex')
const system = (id: string) => ({ studioId: PLATFORM_STUDIO_ID, actor: { kind: 'system' }, request: { id } }) as const

/** A new one-time code for a deep link; the one before it is void. Returns it and when it lapses. */
export async function newLinkCode(ctx: Ctx, accountId: string): Promise<{ code: string; expiresAt: Temporal.Instant }> {
  const code = randomBytes(24).toString('base64url')
  const expiresAt = ctx.now.add({ minutes: CODE_LIFE_MINUTES })
  await ctx.tx
    .insert(telegramCodes)
    .values({ accountId, codeHash: hashOf(code), expiresAt })
    .onConflictDoUpdate({ target: telegramCodes.accountId, set: { codeHash: hashOf(code), expiresAt } })
  return { code, expiresAt }
}

/** Redeems a code for the chat that sent it. Undefined when the code is unknown, used or lapsed. Once each. */
export async function redeemCode(ctx: Ctx, code: string, chatId: string): Promise<string | undefined> {
  const [redeemed] = await ctx.tx
    .delete(telegramCodes)
    .where(and(eq(telegramCodes.codeHash, hashOf(code)), gt(telegramCodes.expiresAt, ctx.now)))
    .returning({ accountId: telegramCodes.accountId })
  if (!redeemed) return undefined
  const { accountId } = redeemed
  await unlink(ctx, { chatId })
  await ctx.tx
    .insert(telegramLinks)
    .values({ accountId, chatId, linkedAt: ctx.now })
    .onConflictDoUpdate({ target: telegramLinks.accountId, set: { chatId, linkedAt: ctx.now } })
  await publish(ctx, telegramLinked, {
    subject: { type: 'account', id: accountId },
    payload: {},
    after: { linked: true },
  })
  return accountId
}

/** Takes a link off, by person or by chat. Returns whose it was. */
export async function unlink(ctx: Ctx, which: { accountId: string } | { chatId: string }): Promise<string | undefined> {
  const condition =
    'chatId' in which ? eq(telegramLinks.chatId, which.chatId) : eq(telegramLinks.accountId, which.accountId)
  const [gone] = await ctx.tx.delete(telegramLinks).where(condition).returning({ accountId: telegramLinks.accountId })
  if (!gone) return undefined
  await publish(ctx, telegramUnlinked, {
    subject: { type: 'account', id: gone.accountId },
    payload: {},
    before: { linked: true },
    after: { linked: false },
  })
  return gone.accountId
}

/** Forgets the cached chat of a person, after a link was made or taken off. */
export function forgetChat({ cache }: Pick<Services, 'cache'>, accountId: string): Promise<void> {
  return cache.delete(cacheKey(accountId))
}

/** Sends one message to a person's chat; a chat that blocked the bot is unlinked, and the message dropped (P15). */
export function telegramTask(services: Services): Task {
  const { database, telegram, cache } = services
  return defineTask({
    name: TELEGRAM_TASK,
    payload: z.object({ accountId: z.uuid(), html: z.string() }),
    run: async ({ accountId, html }, job) => {
      if (!telegram) throw new GiveUp('Telegram is off: no bot token is set')
      const chatId = (await cache.get<string>(cacheKey(accountId))) ?? (await readChat(accountId))
      if (!chatId) return
      try {
        await telegram.send(chatId, html)
      } catch (error) {
        if (!(error instanceof ChatGone)) throw error
        await database.transaction(system(`job:${job.id}`), (ctx) => unlink(ctx, { chatId }))
        await forgetChat(services, accountId)
      }
    },
  })

  async function readChat(accountId: string): Promise<string | undefined> {
    const [link] = await database.transaction(system('telegram'), (ctx) =>
      ctx.tx.select().from(telegramLinks).where(eq(telegramLinks.accountId, accountId)),
    )
    if (link) await cache.set(cacheKey(accountId), link.chatId, CACHE_MS)
    return link?.chatId
  }
}
