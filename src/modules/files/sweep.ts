import { z } from 'zod'
import { defineTask, type Schedule, type Task } from '../../kernel/jobs/jobs.ts'
import type { Services } from '../../kernel/services.ts'
import { fileUploads } from './upload-routes.ts'

const SWEEP = 'files.sweep'

/** Every ten minutes. */
export const sweepSchedule: Schedule = { task: SWEEP, cron: '*/10 * * * *' }

/** Takes over what was received when a process died, and forgets unfinished uploads after their life. */
export function sweepTask(services: Services): Task {
  return defineTask({
    name: SWEEP,
    payload: z.unknown(),
    run: async () => {
      const { database, log, storage } = services
      const now = database.clock.now()
      const { failures } = await fileUploads(services).sweep(now)
      for (const { id, error } of failures) log.warn({ err: error, upload: id }, 'an upload could not be taken over')
      await storage.blobs.sweep(now.subtract({ hours: 24 }))
    },
  })
}
