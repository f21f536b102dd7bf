import { z } from 'zod'
import type { Scope } from '../../kernel/context.ts'
import { defineTask, type Task } from '../../kernel/jobs/jobs.ts'
import type { Services } from '../../kernel/services.ts'
import { EXPIRE_OFFER, expireOffer } from './offer.ts'
import { endSilence } from './silence.ts'
import { SILENCE } from './silence-job.ts'
import { summaryTask } from './summary.ts'

/** What recording does in the background: each a shell around one verb. */
export function recordingTasks(services: Services): Task[] {
  const { database } = services
  const scopeOf = (studioId: string, jobId: string): Scope => ({
    ...{ studioId, actor: { kind: 'system' }, request: { id: `job:${jobId}` } },
  })
  return [
    summaryTask(services),
    defineTask({
      name: EXPIRE_OFFER,
      payload: z.object({ studioId: z.uuid(), offerId: z.uuid() }),
      run: ({ studioId, offerId }, job) =>
        database.transaction(scopeOf(studioId, job.id), (ctx) => expireOffer(ctx, offerId)),
    }),
    defineTask({
      name: SILENCE,
      payload: z.object({
        ...{ studioId: z.uuid(), projectId: z.uuid(), silentUntil: z.string(), step: z.enum(['remind', 'end']) },
      }),
      run: ({ studioId, ...job }, { id }) => database.transaction(scopeOf(studioId, id), (ctx) => endSilence(ctx, job)),
    }),
  ]
}
