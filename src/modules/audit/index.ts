/**
 * Audit: the operator's console over what happened (P17–P19).
 *
 * An **entry** is an event read as an answer to: who, as which profile, when, from where, in which studio, what was before
 * and after. A **seal** binds an event to the one before it. A **dead letter** is a job that failed as often as it may. A
 * **figure** is a number that a module shows on the dashboard.
 *
 * Never: an entry changed or deleted, by anyone; a reading of the console that is not itself an entry; a question whose
 * price grows with the log. Stores nothing of its own. Imported by nobody.
 */
import type { Module } from '../../kernel/module.ts'
import { dashboardRoutes } from './dashboard-routes.ts'
import { eventRoutes } from './events-routes.ts'
import { consoleLiveRoutes } from './live-routes.ts'
import { queueRoutes } from './queue-routes.ts'
import { auditReadings } from './reading.ts'
import { tenantRoutes } from './tenant-routes.ts'
import { VERIFICATION_TASK, verificationTask } from './verification.ts'

/** The console over the modules below. */
export function auditModule(below: readonly Module[]): Module {
  const figures = below.flatMap((module) => module.figures ?? [])
  const checks = below.flatMap((module) => module.checks ?? [])
  return {
    name: 'audit',
    tasks: (services) => [verificationTask(services, checks)],
    schedules: [{ task: VERIFICATION_TASK, cron: '30 2 * * *' }],
    routes: (app, services) => {
      auditReadings(app)
      eventRoutes(app)
      queueRoutes(app)
      dashboardRoutes(app, figures)
      tenantRoutes(app)
      consoleLiveRoutes(app, services)
    },
  }
}
