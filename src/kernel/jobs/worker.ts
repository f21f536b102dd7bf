import { z } from 'zod'
import { HANDLE_TASK } from '../events/dispatch.ts'
import { type AnyHandler, handleEvent } from '../events/handlers.ts'
import type { Module } from '../module.ts'
import type { Services } from '../services.ts'
import { startDispatcher } from './dispatcher.ts'
import { defineTask, type Task } from './jobs.ts'
import { startLane } from './lane.ts'
import { releaseAbandoned } from './presence.ts'

/** How often it looks for jobs of workers that died. */
const SWEEP_MS = 2000
/** Slow jobs that one process works on at once. */
const SLOW_CONCURRENCY = 1

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

  assertKnown(tasks, modules)
  const isSlow = (task: Task) => task.lane === 'slow'
  const lanes = [
    await startLane(services, {
      tasks: tasks.filter((task) => !isSlow(task)),
      schedules: modules.flatMap((module) => module.schedules ?? []),
      concurrency: config.WORKER_CONCURRENCY,
    }),
    await startLane(services, { tasks: tasks.filter(isSlow), schedules: [], concurrency: SLOW_CONCURRENCY }),
  ]
  const dispatcher = startDispatcher(services, handlers)
  const background = modules.flatMap((module) => module.background?.(services) ?? [])
  const sweep = setInterval(() => {
    releaseAbandoned(database.pool).catch((error: unknown) => log.warn({ err: error }, 'the queue was not swept'))
  }, SWEEP_MS)

  return {
    stop: async () => {
      clearInterval(sweep)
      await Promise.all([dispatcher.stop(), ...background.map((one) => one.stop())])
      await Promise.all(lanes.map((lane) => lane.stop()))
    },
  }
}

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

/** Two tasks of one name, or a schedule of a task that nobody has, are mistakes of the programmer's. */
function assertKnown(tasks: readonly Task[], modules: readonly Module[]): void {
  const names = new Set<string>()
  for (const { name } of tasks) {
    if (names.has(name)) throw new Error(`two tasks are named ${name}`)
    names.add(name)
  }
  for (const { task } of modules.flatMap((module) => module.schedules ?? [])) {
    if (!names.has(task)) throw new Error(`a schedule names the unknown task ${task}`)
  }
}
