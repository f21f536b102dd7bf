import { and, desc, eq, lt, or, sql } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { lockNamed } from '../../kernel/database/index.ts'
import { declaredEvents, isOfStudio, publish } from '../../kernel/events/event.ts'
import { type AnyHandler, type HappenedEvent, onNamed } from '../../kernel/events/handlers.ts'
import { newId } from '../../kernel/ids.ts'
import { enqueueAll } from '../../kernel/jobs/jobs.ts'
import { problem } from '../../kernel/problem.ts'
import { webhookAdded, webhookChanged, webhookRemoved, webhookResent } from './events.ts'
import { webhookDeliveries, webhooks } from './tables.ts'

/** Task that makes one attempt at one delivery. */
export const WEBHOOK_TASK = 'notifications.webhook'
/** Attempts before a delivery is given up: about four days with graphile-worker's delays. */
const MAX_ATTEMPTS = 15
/** Webhooks of one studio. */
const MAX_WEBHOOKS = 20

export type Webhook = typeof webhooks.$inferSelect
export type WebhookDelivery = typeof webhookDeliveries.$inferSelect

export interface WebhookInput {
  url: string
  events: readonly string[]
  state: 'active' | 'paused'
}

/** The names of the events that are a studio's business, by the alphabet: what a webhook may pick from. */
export function studioEvents(): string[] {
  return [...declaredEvents().values()].flatMap((kind) => (isOfStudio(kind) ? kind.name : [])).sort()
}

/**
 * One handler for each kind of event that is a studio's, whether or not anybody is notified of it (P16): of its own, so
 * that a notice which cannot be written holds back no webhook.
 */
export function webhookHandlers(): AnyHandler[] {
  return studioEvents().map((event) => onNamed(event, `notifications.webhooks.${event}`, queueWebhooks))
}

/** Queues an event for the studio's webhooks that want it, in the handler's transaction: once for each. */
async function queueWebhooks(ctx: Ctx, event: HappenedEvent): Promise<void> {
  const wanted = await ctx.tx
    .select({ id: webhooks.id })
    .from(webhooks)
    .where(
      and(
        eq(webhooks.studioId, ctx.studioId),
        eq(webhooks.state, 'active'),
        or(eq(sql`cardinality(${webhooks.events})`, 0), sql`${event.name} = any(${webhooks.events})`),
      ),
    )
  if (wanted.length === 0) return
  const deliveries = wanted.map(({ id: webhookId }) => ({ id: newId(), webhookId }))
  await ctx.tx
    .insert(webhookDeliveries)
    .values(deliveries.map((one) => ({ ...one, studioId: ctx.studioId, eventId: event.id, event: event.name })))
  await enqueueAttempts(
    ctx,
    deliveries.map(({ id }) => id),
  )
}

/** The studio's webhooks, the oldest first. */
export async function listWebhooks(ctx: Ctx): Promise<Webhook[]> {
  return ctx.tx.select().from(webhooks).where(eq(webhooks.studioId, ctx.studioId)).orderBy(webhooks.id)
}

/** Adds a webhook. Throws `too_many_webhooks`. */
export async function addWebhook(ctx: Ctx, input: WebhookInput): Promise<Webhook> {
  await lockNamed(ctx, 'webhooks')
  if ((await listWebhooks(ctx)).length >= MAX_WEBHOOKS) throw problem('too_many_webhooks')
  const [added] = await ctx.tx
    .insert(webhooks)
    .values({ studioId: ctx.studioId, url: input.url, events: [...input.events], state: input.state })
    .returning()
  if (!added) throw problem('internal')
  await publish(ctx, webhookAdded, {
    subject: { type: 'webhook', id: added.id },
    payload: { url: added.url },
    after: { ...input },
  })
  return added
}

/** Changes a webhook, or gives it a new secret. Throws `not_found`. */
export async function changeWebhook(
  ctx: Ctx,
  id: string,
  change: Partial<WebhookInput> & { newSecret?: boolean },
): Promise<Webhook> {
  const { newSecret, events, ...rest } = change
  const before = (await listWebhooks(ctx)).find((webhook) => webhook.id === id)
  if (!before) throw problem('not_found')
  const [changed] = await ctx.tx
    .update(webhooks)
    .set({
      ...rest,
      ...(events ? { events: [...events] } : {}),
      secretVersion: before.secretVersion + (newSecret ? 1 : 0),
    })
    .where(and(eq(webhooks.studioId, ctx.studioId), eq(webhooks.id, id)))
    .returning()
  if (!changed) throw problem('not_found')
  await publish(ctx, webhookChanged, {
    subject: { type: 'webhook', id },
    payload: { url: changed.url },
    before: { url: before.url, events: before.events, state: before.state, secretVersion: before.secretVersion },
    after: { url: changed.url, events: changed.events, state: changed.state, secretVersion: changed.secretVersion },
  })
  return changed
}

/** Removes a webhook with its log. Throws `not_found`. */
export async function removeWebhook(ctx: Ctx, id: string): Promise<void> {
  const [removed] = await ctx.tx
    .delete(webhooks)
    .where(and(eq(webhooks.studioId, ctx.studioId), eq(webhooks.id, id)))
    .returning()
  if (!removed) throw problem('not_found')
  const { url, events, state } = removed
  await publish(ctx, webhookRemoved, {
    subject: { type: 'webhook', id },
    payload: { url },
    before: { url, events, state },
  })
}

/** A page of a webhook's delivery log, the newest first. Throws `not_found`. */
export async function listDeliveries(
  ctx: Ctx,
  webhookId: string,
  page: { cursor?: string; limit: number },
): Promise<WebhookDelivery[]> {
  const known = await ctx.tx
    .select({ id: webhooks.id })
    .from(webhooks)
    .where(and(eq(webhooks.studioId, ctx.studioId), eq(webhooks.id, webhookId)))
  if (known.length === 0) throw problem('not_found')
  return ctx.tx
    .select()
    .from(webhookDeliveries)
    .where(
      and(
        eq(webhookDeliveries.studioId, ctx.studioId),
        eq(webhookDeliveries.webhookId, webhookId),
        page.cursor ? lt(webhookDeliveries.id, page.cursor) : undefined,
      ),
    )
    .orderBy(desc(webhookDeliveries.id))
    .limit(page.limit)
}

/** Sends a delivery again, whatever came of it. Throws `not_found`. */
export async function resendDelivery(ctx: Ctx, webhookId: string, deliveryId: string): Promise<void> {
  const [again] = await ctx.tx
    .update(webhookDeliveries)
    .set({ state: 'waiting' })
    .where(
      and(
        eq(webhookDeliveries.studioId, ctx.studioId),
        eq(webhookDeliveries.webhookId, webhookId),
        eq(webhookDeliveries.id, deliveryId),
      ),
    )
    .returning({ id: webhookDeliveries.id })
  if (!again) throw problem('not_found')
  await enqueueAttempts(ctx, [deliveryId])
  await publish(ctx, webhookResent, { subject: { type: 'webhook', id: webhookId }, payload: { deliveryId } })
}

function enqueueAttempts(ctx: Ctx, deliveryIds: readonly string[]): Promise<void> {
  const attempts = deliveryIds.map((deliveryId) => ({
    ...{ payload: { studioId: ctx.studioId, deliveryId }, key: `webhook:${deliveryId}`, maxAttempts: MAX_ATTEMPTS },
  }))
  return enqueueAll(ctx, WEBHOOK_TASK, attempts)
}
