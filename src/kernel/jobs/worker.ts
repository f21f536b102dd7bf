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
import { z } from 'zod'
import { HANDLE_TASK } from '../events/dispatch.ts'
import { type AnyHandler, handleEvent } from '../events/handlers.ts'
import type { Module } from '../module.ts'
import type { Services } from '../services.ts'
import { startDispatcher } from './dispatcher.ts'
import { defineTask, type Task } from './jobs.ts'
import { type Presence, releaseAbandoned, showPresence } from './presence.ts'
import { spreadRetry } from './retry.ts'

/** How often it looks for jobs whose run_at has come; new ones wake it at once. */
const POLL_MS = 1000
/** How often it looks for jobs of workers that died. */
const SWEEP_MS = 2000
/** A job that is still running this long after the stop is aborted by its signal … */
const ABORT_AFTER_MS = 5000
/** … and after this is given back to the queue as it is. */
const STOP_TIMEOUT_MS = 20_000

/** What should have run while everything was off runs once, when it is on again, if it was due this recently. */
const BACKFILL_MS = 86_400_000

export interface Worker {
  /** Takes no new jobs, waits for those under way, and ends. */
  stop(): Promise<void>
}

/**
 * Works the queue in this process, as the application's role: the modules' tasks and schedules, the handlers of events,
 * and the dispatcher that queues them (P14). Any number of processes may do this at once. The queue's schema is laid
 * out by the migrations, not here.
 */
export async function startWorker(services: Services, modules: readonly Module[]): Promise<Worker> {
  const { database, config, log } = services
  const handlers = modules.flatMap(({ handlers = [] }) =>
    typeof handlers === 'function' ? handlers(services) : handlers,
  )
  const tasks = [handleTask(services, handlers), ...modules.flatMap((module) => module.tasks?.(services) ?? [])]

  let presence: Promise<Presence> | undefined
  const events: WorkerEvents = new EventEmitter()
  events.on('pool:create', ({ workerPool }: { workerPool: WorkerPool }) => {
    presence = showPresence(database.pool, workerPool.id)
    presence.catch((error: unknown) => log.error({ err: error }, 'a worker could not show its presence'))
  })
  const runner = await run({
    pgPool: database.pool,
    taskList: taskList(services, tasks),
    parsedCronItems: cronItems(modules, tasks),
    concurrency: config.WORKER_CONCURRENCY,
    pollInterval: POLL_MS,
    gracefulShutdownAbortTimeout: ABORT_AFTER_MS,
    noHandleSignals: true,
    events,
    logger: new Logger(() => (level, message) => {
      log[LEVELS[level]]({ from: 'queue' }, message)
    }),
  })
  const dispatcher = startDispatcher(services, handlers)
  const background = modules.flatMap((module) => module.background?.(services) ?? [])
  const sweep = setInterval(() => {
    releaseAbandoned(database.pool).catch((error: unknown) => log.warn({ err: error }, 'the queue was not swept'))
  }, SWEEP_MS)

  return {
    stop: async () => {
      clearInterval(sweep)
      await Promise.all([dispatcher.stop(), ...background.map((one) => one.stop())])
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

function handleTask({ database }: Services, handlers: readonly AnyHandler[]): Task {
  const byName = new Map<string, AnyHandler>()
  for (const handler of handlers) {
    if (byName.has(handler.name)) throw new Error(`two handlers are named ${handler.name}`)
    byName.set(handler.name, handler)
  }
  return defineTask({
    name: HANDLE_TASK,
    payload: z.object({ studioId: z.uuid(), eventId: z.uuid(), handler: z.string() }),
    run: async ({ studioId, eventId, handler: name }) => {
      const handler = byName.get(name)
      if (!handler) throw new Error(`no module here has the handler ${name}`)
      await handleEvent(database, handler, studioId, eventId)
    },
  })
}

function taskList({ database, log }: Services, tasks: readonly Task[]): TaskList {
  const list: TaskList = {}
  for (const task of tasks) {
    if (list[task.name]) throw new Error(`two tasks are named ${task.name}`)
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

function cronItems(modules: readonly Module[], tasks: readonly Task[]) {
  const schedules = modules.flatMap((module) => module.schedules ?? [])
  for (const { task } of schedules) {
    if (!tasks.some(({ name }) => name === task)) throw new Error(`a schedule names the unknown task ${task}`)
  }
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
