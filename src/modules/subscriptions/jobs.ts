import { z } from 'zod'
import type { Scope } from '../../kernel/context.ts'
import { PLATFORM_STUDIO_ID } from '../../kernel/ids.ts'
import { defineTask, enqueueAll, type JobInfo, type Schedule, type Task } from '../../kernel/jobs/jobs.ts'
import { RetryLater } from '../../kernel/jobs/retry.ts'
import type { Services } from '../../kernel/services.ts'
import { settleRenewal } from './charge.ts'
import { takeTurn } from './renewal.ts'

const SWEEP = 'subscriptions.sweep'
const RENEW = 'subscriptions.renew'
/** Studios that one transaction queues. */
const BATCH = 500
/** As long as the gateway's answer is waited for. Afterwards it is asked again, by the same id. */
const ANSWER_MS = 10_000
const ASK_AGAIN_S = 60

/** Every hour, at an odd minute. */
export const subscriptionSchedule: Schedule = { task: SWEEP, cron: '7 * * * *' }

/** Looks who is due, and renews each in a job of its own (P8). */
export function subscriptionTasks(services: Services): Task[] {
  return [
    defineTask({ name: SWEEP, payload: z.unknown(), run: () => queueDue(services) }),
    defineTask({
      name: RENEW,
      payload: z.object({ studioId: z.uuid() }),
      run: ({ studioId }, job) => renew(services, studioId, job),
    }),
  ]
}

/** Queues a job for every studio whose charge, end or reminder is due. A job that waits already is not doubled. */
export async function queueDue({ database }: Services): Promise<void> {
  const scope: Scope = { studioId: PLATFORM_STUDIO_ID, actor: { kind: 'system' }, request: { id: SWEEP } }
  let after = '00000000-0000-0000-0000-000000000000'
  for (let found = BATCH; found === BATCH; ) {
    found = await database.transaction(scope, async (ctx) => {
      const { rows } = await ctx.tx.$client.query<{ studio_id: string }>(
        'select studio_id from due_subscriptions($1, $2, $3)',
        [ctx.now.toString(), after, BATCH],
      )
      const due = rows.map(({ studio_id: studioId }) => ({ payload: { studioId }, key: `${RENEW}:${studioId}` }))
      await enqueueAll(ctx, RENEW, due)
      after = rows.at(-1)?.studio_id ?? after
      return rows.length
    })
  }
}

/**
 * Takes one studio's turn: the charge is written down in one transaction, the gateway asked outside of any, and its
 * answer recorded in another. A crash or a silence anywhere in between is made good by running again: the charge that is
 * under way is asked for by the same id, which takes the money once.
 */
export async function renew(services: Services, studioId: string, job: Pick<JobInfo, 'id' | 'signal'>): Promise<void> {
  const { database, gateway } = services
  const scope: Scope = { studioId, actor: { kind: 'system' }, request: { id: `job:${job.id}` } }
  const wanted = await database.transaction(scope, takeTurn)
  if (!wanted) return
  const { charge, methodId, description } = wanted
  const amount = { amountMinor: charge.amountMinor, currency: charge.currency }
  const signal = AbortSignal.any([job.signal, AbortSignal.timeout(ANSWER_MS)])
  const state = await gateway.charge({ chargeId: charge.id, amount, methodId, description }, signal)
  if (state === 'pending') throw new RetryLater(ASK_AGAIN_S, 'the gateway has not charged yet')
  await database.transaction(scope, (ctx) =>
    settleRenewal(ctx, charge.id, state === 'succeeded' ? { state } : { state, failure: 'refused' }),
  )
}
