import { createHmac } from 'node:crypto'
import { and, eq, ne } from 'drizzle-orm'
import { z } from 'zod'
import { type Config, derivedKey } from '../../kernel/config.ts'
import type { Ctx } from '../../kernel/context.ts'
import { defineTask, type JobInfo, type Task } from '../../kernel/jobs/jobs.ts'
import { GiveUp } from '../../kernel/jobs/retry.ts'
import type { Services } from '../../kernel/services.ts'
import { events } from '../../kernel/tables.ts'
import { webhookDeliveries, webhooks } from './tables.ts'
import { postWebhook } from './webhook-post.ts'
import { WEBHOOK_TASK } from './webhooks.ts'

/** The studio does not want this webhook any more (https://www.standardwebhooks.com). */
const GONE = 410

/** The secret with which a webhook's messages are signed: of the installation's secret, the webhook and its version. */
export function webhookSecret(config: Config, webhook: { id: string; secretVersion: number }): string {
  const key = derivedKey(config.SECRET, 'webhooks')
  return `whsec_${createHmac('sha256', key).update(`${webhook.id}.${webhook.secretVersion}`).digest('base64')}`
}

/** Makes one attempt at one delivery, and writes into the log what came of it. Tried again until it is delivered. */
export function webhookTask({ config, database }: Services): Task {
  const reach = config.MODE === 'production' ? 'outside' : 'anywhere'
  return defineTask({
    name: WEBHOOK_TASK,
    payload: z.object({ studioId: z.uuid(), deliveryId: z.uuid() }),
    run: async ({ studioId, deliveryId }, job) => {
      const scope = { studioId, actor: { kind: 'system' }, request: { id: `job:${job.id}` } } as const
      const found = await database.transaction(scope, (ctx) => readDelivery(ctx, deliveryId))
      if (!found || found.delivery.state === 'delivered') return
      const { webhook, delivery, event } = found
      const outcome = await postWebhook(
        webhook.url,
        {
          id: delivery.id,
          body: JSON.stringify({
            type: event.name,
            timestamp: event.occurredAt.toString(),
            data: {
              studioId,
              eventId: event.id,
              subject: { type: event.subjectType, id: event.subjectId },
              ...event.payload,
            },
          }),
          secret: webhookSecret(config, webhook),
          timestampS: Math.floor(Date.now() / 1000),
        },
        reach,
      ).catch((error: unknown) => ({ status: null, answer: error instanceof Error ? error.message : String(error) }))
      await database.transaction(scope, (ctx) => record(ctx, webhook.id, deliveryId, outcome, job))
      if (outcome.status === GONE) throw new GiveUp('the receiver is gone for good')
      if (!isDelivered(outcome.status)) throw new Error(`not delivered: ${outcome.status ?? outcome.answer}`)
    },
  })
}

async function readDelivery(ctx: Ctx, deliveryId: string) {
  const [found] = await ctx.tx
    .select({ delivery: webhookDeliveries, webhook: webhooks, event: events })
    .from(webhookDeliveries)
    .innerJoin(
      webhooks,
      and(eq(webhooks.studioId, webhookDeliveries.studioId), eq(webhooks.id, webhookDeliveries.webhookId)),
    )
    .innerJoin(events, and(eq(events.studioId, webhookDeliveries.studioId), eq(events.id, webhookDeliveries.eventId)))
    .where(and(eq(webhookDeliveries.studioId, ctx.studioId), eq(webhookDeliveries.id, deliveryId)))
  return found
}

interface Outcome {
  status: number | null
  answer: string
}

async function record(ctx: Ctx, webhookId: string, deliveryId: string, outcome: Outcome, job: JobInfo): Promise<void> {
  const isLast = job.attempt >= job.maxAttempts || outcome.status === GONE
  await ctx.tx
    .update(webhookDeliveries)
    .set({
      state: isDelivered(outcome.status) ? 'delivered' : isLast ? 'failed' : 'waiting',
      attempts: job.attempt,
      status: outcome.status,
      answer: outcome.answer.replaceAll('\0', ''),
      attemptedAt: ctx.now,
    })
    .where(
      and(
        eq(webhookDeliveries.studioId, ctx.studioId),
        eq(webhookDeliveries.id, deliveryId),
        ne(webhookDeliveries.state, 'delivered'),
      ),
    )
  if (outcome.status === GONE) {
    await ctx.tx
      .update(webhooks)
      .set({ state: 'gone' })
      .where(and(eq(webhooks.studioId, ctx.studioId), eq(webhooks.id, webhookId), ne(webhooks.state, 'gone')))
  }
}

function isDelivered(status: number | null): boolean {
  return status !== null && status >= 200 && status < 300
}
