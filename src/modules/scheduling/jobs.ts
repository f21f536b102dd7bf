import { z } from 'zod'
import type { Ctx, Scope } from '../../kernel/context.ts'
import { defineTask, type Task } from '../../kernel/jobs/jobs.ts'
import type { Services } from '../../kernel/services.ts'
import { lapse } from './answer.ts'
import { completeByItself } from './cancel.ts'
import { LAPSE_TASK } from './hold-time.ts'
import { COMPLETE_TASK } from './payment.ts'

/** What scheduling does in the background: each a shell around one verb. */
export function schedulingTasks({ database }: Services): Task[] {
  const task = (name: string, verb: (ctx: Ctx, bookingId: string) => Promise<void>) =>
    defineTask({
      name,
      payload: z.object({ studioId: z.uuid(), bookingId: z.uuid() }),
      run: ({ studioId, bookingId }, job) => {
        const scope: Scope = { studioId, actor: { kind: 'system' }, request: { id: `job:${job.id}` } }
        return database.transaction(scope, (ctx) => verb(ctx, bookingId))
      },
    })
  return [task(LAPSE_TASK, lapse), task(COMPLETE_TASK, completeByItself)]
}
