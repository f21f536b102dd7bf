import type { FastifyRequest } from 'fastify'
import type { LiveHint } from '../../kernel/events/dispatch.ts'
import { declaredEvents } from '../../kernel/events/event.ts'
import { limit } from '../../kernel/http/rates.ts'
import type { App } from '../../kernel/http/types.ts'
import { type LiveStream, openStream } from '../../kernel/live/stream.ts'
import type { Services } from '../../kernel/services.ts'
import { endsSessionsOf, sessionLives } from '../identity/index.ts'
import { ownProfiles } from '../studios/index.ts'
import { hears, type Place } from './hearing.ts'
import { countUnread } from './inbox.ts'
import { accountOf } from './who.ts'

/** How often an open stream asks anew who the person is and where they belong. */
const RECHECK_MS = 60_000
/** Events after which it asks at once: someone's place in a studio changed. */
const CHANGES_PLACES = /^(member|membership|studio|invitation)\./

/**
 * `GET /api/live`: server-sent events for whoever is signed in, over all their studios (P16). `hint` tells what
 * happened, to the studio's staff and to the event's audience: `{name, subject, studioId}`, to be fetched by the
 * client; `inbox` tells the unread count of one profile; `refetch` that something may have been missed.
 */
export function liveRoutes(app: App, { live, log }: Services): void {
  app.route({
    method: 'GET',
    url: '/api/live',
    config: { access: { kind: 'account' }, ...limit(120, 60) },
    schema: { summary: 'Server-sent events: hint, inbox, refetch' },
    handler: async (request, reply) => {
      let places = await readPlaces(request)
      await live.ready()
      const stream = openStream(request, reply)
      const recheck = async () => {
        if (await mayStillHear(request)) places = await readPlaces(request)
        else stream.end()
      }
      const failed = (error: unknown) => {
        log.warn({ err: error }, 'a live stream lost its database')
        stream.end()
      }
      const unsubscribe = live.subscribe({
        gap: () => stream.send('refetch', {}),
        hint: (hint) => {
          const ofSelf = endsSessionsOf(accountOf(request).id, hint)
          if (ofSelf || CHANGES_PLACES.test(hint.name)) recheck().catch(failed)
          tell(request, stream, places, hint).catch(failed)
        },
      })
      // A stream ends with what let it in: it is closed now and then, and comes back through the door.
      const timer = setTimeout(() => stream.end(), RECHECK_MS * (4 + Math.random()))
      const again = setInterval(() => void recheck().catch(failed), RECHECK_MS)
      stream.signal.addEventListener('abort', () => {
        clearTimeout(timer)
        clearInterval(again)
        unsubscribe()
      })
      return reply
    },
  })
}

/** Whether the session that opened the stream is still there: signed out, nobody hears more (P9). */
async function mayStillHear(request: FastifyRequest): Promise<boolean> {
  const { sessionId } = request.principal
  return sessionId !== undefined && (await request.inStudio((ctx) => sessionLives(ctx, sessionId)))
}

async function readPlaces(request: FastifyRequest): Promise<Map<string, Place>> {
  const accountId = accountOf(request).id
  const profiles = await request.inStudio((ctx) => ownProfiles(ctx, accountId))
  const places = new Map<string, Place>()
  for (const { studioId, membershipId, role } of profiles) {
    const place = places.get(studioId) ?? { memberships: new Set(), staff: false, leads: false }
    place.memberships.add(membershipId)
    place.staff ||= role !== 'client'
    place.leads ||= role === 'owner' || role === 'manager'
    places.set(studioId, place)
  }
  return places
}

async function tell(
  request: FastifyRequest,
  stream: LiveStream,
  places: ReadonlyMap<string, Place>,
  hint: LiveHint,
): Promise<void> {
  const place = places.get(hint.studioId)
  if (!place) return
  const mine = hint.audience.filter((id) => place.memberships.has(id))
  if (hint.own) {
    if (mine.length > 0) await tellInbox(request, stream, hint, mine)
    return
  }
  if (!hears(place, declaredEvents().get(hint.name)?.whose) && mine.length === 0) return
  stream.send('hint', { name: hint.name, subject: hint.subject, studioId: hint.studioId }, hint.eventId)
}

async function tellInbox(request: FastifyRequest, stream: LiveStream, hint: LiveHint, mine: readonly string[]) {
  const counts = await request.inStudio((ctx) => countUnread(ctx, accountOf(request).id))
  for (const membershipId of mine) {
    const unread = counts.find((count) => count.membershipId === membershipId)?.unread ?? 0
    stream.send('inbox', { studioId: hint.studioId, membershipId, unread }, hint.eventId)
  }
}
