import { z } from 'zod'
import { defineEvent } from '../../kernel/events/event.ts'

/** The operator looked at something: written before the answer is given (P17). */
export const consoleRead = defineEvent(
  'console.read',
  z.object({ route: z.string(), params: z.record(z.string(), z.string()), query: z.record(z.string(), z.unknown()) }),
)

/** The operator sent dead letters again. */
export const jobsResent = defineEvent('jobs.resent', z.object({ jobIds: z.array(z.string()) }))
