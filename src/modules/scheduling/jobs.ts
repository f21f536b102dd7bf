import { z } from 'zod'
import type { Ctx, Scope } from '../../kernel/context.ts'
import { defineTask, type Task } from '../../kernel/jobs/jobs.ts'
import type { Services } from '../../kernel/services.ts'
import { lapse } from './answer.ts'
import { cancelForBlocked, completeByItself, SHUT_OUT_TASK } from './cancel.ts'
import { LAPSE_TASK } from './hold-time.ts'
import { COMPLETE_TASK } from './payment.ts'
import { REMIND_TASK, remind } from './reminders.ts'

const booking = { studioId: z.uuid(), bookingId: z.uuid() }

/** What scheduling does in the background: each a shell around one verb. */
export function schedulingTasks({ database }: Services): Task[] {
  const task = <Payload extends { studioId: string }>(
    name: string,
    payload: z.ZodType<Payload>,
    verb: (ctx: Ctx, payload: Payload) => Promise<void>,
  ) =>
    defineTask({
      ...{ name, payload },
      run: (asked, job) => {
        const { studioId } = asked
        const scope: Scope = { studioId, actor: { kind: 'system' }, request: { id: `job:${job.id}` } }
        return database.transaction(scope, (ctx) => verb(ctx, asked))
      },
    })
  return [
    task(LAPSE_TASK, z.object(booking), (ctx, { bookingId }) => lapse(ctx, bookingId)),
    task(COMPLETE_TASK, z.object(booking), (ctx, { bookingId }) => completeByItself(ctx, bookingId)),
    task(
      SHUT_OUT_TASK,
      z.object({ studioId: z.uuid(), membershipId: z.uuid(), blockedAt: z.string() }),
      cancelForBlocked,
    ),
    task(REMIND_TASK, z.object({ ...booking, startsAt: z.string(), step: z.enum(['day', 'soon']) }), remind),
  ]
}
