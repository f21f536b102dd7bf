import { z } from 'zod'
import { type Check, type CheckResult, runChecks } from '../../kernel/check.ts'
import { publish } from '../../kernel/events/event.ts'
import { PLATFORM_STUDIO_ID } from '../../kernel/ids.ts'
import { defineTask, type Task } from '../../kernel/jobs/jobs.ts'
import type { Services } from '../../kernel/services.ts'
import { verificationFinished } from './events.ts'

export const VERIFICATION_TASK = 'audit.verification'
/** Findings of one check that the event holds; `verify` prints all of them. */
const MAX_FINDINGS = 50

/** Runs every module's checks at night, but for the thorough ones, and tells what came of it as an event. */
export function verificationTask(services: Services, checks: readonly Check[]): Task {
  const { database, log } = services
  const nightly = checks.filter((check) => !check.thorough)
  return defineTask({
    name: VERIFICATION_TASK,
    payload: z.object({}),
    run: async (_payload, job) => {
      const results = (await runChecks(services, nightly)).map(shortened)
      const holds = results.every(({ findings }) => findings.length === 0)
      if (!holds) log.error({ results }, 'the data does not hold what it must')
      const scope = {
        studioId: PLATFORM_STUDIO_ID,
        actor: { kind: 'system' },
        request: { id: `job:${job.id}` },
      } as const
      await database.transaction(scope, (ctx) =>
        publish(ctx, verificationFinished, {
          subject: { type: 'platform', id: PLATFORM_STUDIO_ID },
          payload: { holds, checks: results },
        }),
      )
    },
  })
}

function shortened({ name, findings }: CheckResult) {
  return { name, findings: findings.slice(0, MAX_FINDINGS) }
}
