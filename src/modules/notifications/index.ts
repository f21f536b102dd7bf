/**
 * Notifications: what happened reaches those whom it concerns, in the app, by e-mail and by Telegram (P14–P16).
 *
 * A **notice** is what a module says of one of its events, to whom, declared beside the event. An **inbox** is a
 * person's notices over all their profiles. A **channel** is a way besides the inbox; a **choice** says whether a kind
 * of event comes by it. **Quiet hours** hold channels back. A **link** joins a person to a Telegram chat.
 *
 * Never: a notice lost or told twice, whatever is killed when; one that tells a person of a studio that they are no
 * longer in; a message sent from inside a transaction. Imported by nobody: it hears events.
 */
import './tables.ts'
import type { Module } from '../../kernel/module.ts'
import { defineProblems } from '../../kernel/problem.ts'
import { listenToBot } from './bot.ts'
import { deliveryHandlers } from './delivery.ts'
import { inboxRoutes } from './inbox-routes.ts'
import { liveRoutes } from './live-routes.ts'
import { notificationsPermissions } from './policy.ts'
import { settingsRoutes } from './settings-routes.ts'
import { telegramTask } from './telegram.ts'
import { webhookRoutes } from './webhook-routes.ts'
import { webhookTask } from './webhook-task.ts'
import { studioEvents, webhookHandlers } from './webhooks.ts'

/** Delivers what the modules below declare as their notices. */
export function notificationsModule(below: readonly Module[]): Module {
  const templates = below.flatMap((module) => module.notices ?? [])
  return {
    name: 'notifications',
    migrations: new URL('./migrations/', import.meta.url),
    handlers: ({ config }) => [...deliveryHandlers(below, config.BASE_URL), ...webhookHandlers()],
    permissions: notificationsPermissions,
    tasks: (services) => [telegramTask(services), webhookTask(services)],
    background: listenToBot,
    routes: (app, services) => {
      inboxRoutes(app, services)
      settingsRoutes(app, services, templates)
      liveRoutes(app, services)
      webhookRoutes(app, services, studioEvents())
    },
    problems: defineProblems({
      too_many_webhooks: {
        status: 409,
        title: { ru: 'У студии уже двадцать вебхуков', en: 'The studio has twenty webhooks already' },
      },
      telegram_off: {
        status: 409,
        title: { ru: 'Telegram на этой установке не подключён', en: 'Telegram is not set up on this installation' },
      },
      telegram_unreachable: {
        status: 503,
        title: { ru: 'Telegram сейчас не отвечает', en: 'Telegram does not answer right now' },
      },
    }),
  }
}
