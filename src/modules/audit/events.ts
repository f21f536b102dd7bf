import { z } from 'zod'
import { defineEvent } from '../../kernel/events/event.ts'

/** The operator looked at something: written before the answer is given (P17). */
export const consoleRead = defineEvent(
  'console.read',
  z.object({ route: z.string(), params: z.record(z.string(), z.string()), query: z.record(z.string(), z.unknown()) }),
  'platform',
)

/** The operator sent dead letters again. */
export const jobsResent = defineEvent('jobs.resent', z.object({ jobIds: z.array(z.string()) }), 'platform')

/** The nightly run of all checks has ended; what does not hold stands in it. */
export const verificationFinished = defineEvent(
  'verification.finished',
  z.object({
    holds: z.boolean(),
    checks: z.array(z.object({ name: z.string(), findings: z.array(z.string()) })),
  }),
  'platform',
)
