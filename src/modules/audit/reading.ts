import type { FastifyRequest } from 'fastify'
import { publish } from '../../kernel/events/event.ts'
import type { App } from '../../kernel/http/types.ts'
import { consoleRead } from './events.ts'

/**
 * Writes down every reading of the operator's, on whichever module's route it is, before it is answered: whoever looks
 * at everything is looked at too (P17). Changes publish their own events.
 */
export function auditReadings(app: App): void {
  app.addHook('preHandler', async (request) => {
    const { access, unaudited } = request.routeOptions.config
    if (access?.kind !== 'operator' || request.method !== 'GET' || unaudited) return
    const accountId = request.principal.account?.id
    if (!accountId) return
    await request.inStudio((ctx) =>
      publish(ctx, consoleRead, {
        subject: { type: 'account', id: accountId },
        payload: {
          route: request.routeOptions.url ?? request.url,
          params: stringsOf(request.params),
          query: plain(request.query),
        },
      }),
    )
  })
}

function stringsOf(params: FastifyRequest['params']): Record<string, string> {
  const entries = typeof params === 'object' && params !== null ? Object.entries(params) : []
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]))
}

function plain(query: FastifyRequest['query']): Record<string, unknown> {
  return typeof query === 'object' && query !== null ? { ...query } : {}
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A reading of the operator's that says nothing of anybody: numbers that a screen asks for again and again. */
    unaudited?: true
  }
}
