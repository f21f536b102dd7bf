import { EventEmitter } from 'node:events'
import {
  Logger,
  type LogLevel,
  parseCronItems,
  run,
  type TaskList,
  type WorkerEvents,
  type WorkerPool,
} from 'graphile-worker'
import type { Services } from '../services.ts'
import type { Schedule, Task } from './jobs.ts'
import { patientPool } from './patient-pool.ts'
import { type Presence, showPresence } from './presence.ts'
import { spreadRetry } from './retry.ts'

/** How often it looks for jobs whose run_at has come; new ones wake it at once. */
const POLL_MS = 1000
/** A job that is still running this long after the stop is aborted by its signal … */
const ABORT_AFTER_MS = 5000
/** … and after this is given back to the queue as it is. */
const STOP_TIMEOUT_MS = 20_000
/** What should have run while everything was off runs once, when it is on again, if it was due this recently. */
const BACKFILL_MS = 86_400_000

export interface LaneOptions {
  tasks: readonly Task[]
  schedules: readonly Schedule[]
  /** Jobs at once. */
  concurrency: number
}

/** Works some kinds of jobs, with so many at once. `stop` waits for those under way, up to a bound. */
export async function startLane(services: Services, options: LaneOptions): Promise<{ stop(): Promise<void> }> {
  const { database, log } = services
  if (options.tasks.length === 0) return { stop: async () => undefined }
  let presence: Promise<Presence> | undefined
  const events: WorkerEvents = new EventEmitter()
  events.on('pool:create', ({ workerPool }: { workerPool: WorkerPool }) => {
    presence = showPresence(database.pool, workerPool.id)
    presence.catch((error: unknown) => log.error({ err: error }, 'a worker could not show its presence'))
  })
  const over = new AbortController()
  const runner = await run({
    pgPool: patientPool(database.pool, over.signal, log),
    taskList: taskList(services, options.tasks),
    parsedCronItems: cronItems(options.schedules),
    concurrency: options.concurrency,
    pollInterval: POLL_MS,
    gracefulShutdownAbortTimeout: ABORT_AFTER_MS,
    noHandleSignals: true,
    events,
    logger: new Logger(() => (level, message) => {
      // A failed job is told of where it failed, with its error.
      if (!message.startsWith('Failed task')) log[LEVELS[level]]({ from: 'queue' }, message)
    }),
  })
  return {
    stop: async () => {
      over.abort()
      const kill = setTimeout(() => void runner.kill('the stop took too long'), STOP_TIMEOUT_MS)
      await runner.stop()
      clearTimeout(kill)
      await (await presence)?.end()
    },
  }
}

/** graphile-worker tells of every job at `info`; here that is detail. */
const LEVELS = { error: 'error', warning: 'warn', info: 'debug', debug: 'trace' } as const satisfies Record<
  LogLevel,
  string
>

function taskList({ database, log }: Services, tasks: readonly Task[]): TaskList {
  const list: TaskList = {}
  for (const task of tasks) {
    list[task.name] = async (payload, { job, abortSignal }) => {
      try {
        const signal = abortSignal ?? new AbortController().signal
        await task.run(payload, { id: job.id, attempt: job.attempts, maxAttempts: job.max_attempts, signal })
      } catch (error) {
        log.warn({ err: error, task: task.name, job: job.id, attempt: job.attempts }, 'a job failed')
        await spreadRetry(database.pool, job.id, error).catch(() => undefined)
        throw error
      }
    }
  }
  return list
}

function cronItems(schedules: readonly Schedule[]) {
  return parseCronItems(
    schedules.map(({ task, cron }) => ({
      task,
      match: cron,
      identifier: `${task} ${cron}`,
      options: {
        backfillPeriod: everyMinutes(cron) ? 0 : BACKFILL_MS,
        maxAttempts: 12,
        jobKey: `schedule:${task}`,
        jobKeyMode: 'preserve_run_at',
      },
    })),
  )
}

/** Whether it runs again within the hour anyway, so that nothing needs to be made up for. */
function everyMinutes(cron: string): boolean {
  return cron.startsWith('*')
}
