import './tables.ts'
import { chainCheck } from './events/chain.ts'
import { endStreams } from './live/stream.ts'
import { mailTask } from './mail/mail-task.ts'
import { addMailbox } from './mail/mailbox.ts'
import type { Module } from './module.ts'
import { kernelProblems } from './problem.ts'

/** The kernel's own tables, laid out before those of any module. */
export const kernelModule: Module = {
  name: 'kernel',
  migrations: new URL('./migrations/', import.meta.url),
  problems: kernelProblems,
  checks: [chainCheck],
  tasks: (services) => [mailTask(services)],
  routes: (app, services) => {
    addMailbox(app, services)
    app.addHook('preClose', async () => endStreams())
  },
}
