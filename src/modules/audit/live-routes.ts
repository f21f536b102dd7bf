import { limit } from '../../kernel/http/rates.ts'
import type { App } from '../../kernel/http/types.ts'
import { openStream } from '../../kernel/live/stream.ts'
import type { Services } from '../../kernel/services.ts'
import { endsSessionsOf, sessionLives } from '../identity/index.ts'

/** A stream is closed after this long and comes back through the door, so that a right that ended ends it too. */
const LIFE_MS = 5 * 60_000

/** Events of every studio as they arrive: `event` with `{id, studioId, name, subject}`, to be fetched by the console (P19). */
export function consoleLiveRoutes(app: App, { live, log }: Services): void {
  app.route({
    method: 'GET',
    url: '/api/console/live',
    config: { access: { kind: 'operator' }, ...limit(60, 60) },
    schema: { summary: 'Server-sent events: event, refetch' },
    handler: async (request, reply) => {
      await live.ready()
      const stream = openStream(request, reply)
      const { account, sessionId = '' } = request.principal
      const leave = async () => {
        if (!(await request.inStudio((ctx) => sessionLives(ctx, sessionId)))) stream.end()
      }
      const failed = (error: unknown) => {
        log.warn({ err: error }, 'a live stream lost its database')
        stream.end()
      }
      const unsubscribe = live.subscribe({
        gap: () => stream.send('refetch', {}),
        hint: (hint) => {
          if (hint.own) return
          if (account && endsSessionsOf(account.id, hint)) leave().catch(failed)
          const { eventId, studioId, name, subject } = hint
          stream.send('event', { id: eventId, studioId, name, subject }, eventId)
        },
      })
      const timer = setTimeout(() => stream.end(), LIFE_MS)
      stream.signal.addEventListener('abort', () => {
        clearTimeout(timer)
        unsubscribe()
      })
      return reply
    },
  })
}
