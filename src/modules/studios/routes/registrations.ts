import { z } from 'zod'
import type { Ctx } from '../../../kernel/context.ts'
import { publish } from '../../../kernel/events/event.ts'
import { limit } from '../../../kernel/http/rates.ts'
import type { App } from '../../../kernel/http/types.ts'
import { PLATFORM_STUDIO_ID } from '../../../kernel/ids.ts'
import { problem } from '../../../kernel/problem.ts'
import type { Services } from '../../../kernel/services.ts'
import { zoneSchema } from '../../../kernel/time.ts'
import {
  accountRegistered,
  answerEntry,
  countAttempt,
  emailSchema,
  enter,
  passwordSchema,
  personNameSchema,
  proveRegistration,
  type Registration,
  resendCode,
  startRegistration,
} from '../../identity/index.ts'
import { acceptInvitation, findInvitation } from '../invitation.ts'
import { join } from '../membership.ts'
import { principalLoader } from '../principal.ts'

const registrationSchema = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('owner') }),
  z.object({ intent: z.literal('client'), studio: z.string().max(40) }),
  z.object({ intent: z.literal('invitation'), token: z.string().max(100) }),
])
const personSchema = z.object({
  email: emailSchema,
  name: personNameSchema,
  password: passwordSchema,
  locale: z.enum(['ru', 'en']),
  zone: zoneSchema,
  /** To the processing of personal data: without it there is no registration. */
  consent: z.literal(true),
})
const idParams = z.object({ registration: z.uuid() })

/** Registration by a code sent to the e-mail: as a future owner, a studio's client, or by an invitation (P2, P4, R1). */
export function registrationRoutes(app: App, services: Services): void {
  const { config, database } = services
  const loadPrincipal = principalLoader([])

  async function placeOf(entry: z.infer<typeof registrationSchema>) {
    if (entry.intent === 'owner') return { place: 'Atelier' }
    if (entry.intent === 'invitation') {
      const found = await findInvitation(database.pool, entry.token)
      return { place: found.studioName, studioId: found.studioId, invitationId: found.id }
    }
    const { studio } = await loadPrincipal(database.pool, { studio: entry.studio })
    if (studio?.state !== 'active') throw problem('not_found')
    return { place: studio.name, studioId: studio.id }
  }

  async function studioNamed({ studioId }: Registration): Promise<string> {
    const { studio } = studioId ? await loadPrincipal(database.pool, { studio: studioId }) : {}
    return studio?.name ?? 'Atelier'
  }

  app.route({
    method: 'POST',
    url: '/api/registrations',
    config: { access: { kind: 'public' }, ...limit(60, 60) },
    schema: {
      tags: ['identity'],
      summary: 'Register: a code goes to the e-mail. Answered alike whether the e-mail is known',
      body: z.intersection(registrationSchema, personSchema),
      response: { 202: z.object({ id: z.uuid() }) },
    },
    handler: async (request, reply) => {
      const place = await placeOf(request.body)
      const { intent, email, name, password, locale, zone } = request.body
      const id = await request.inStudio((ctx) =>
        startRegistration(ctx, { intent, email, name, password, locale, zone, ...place }),
      )
      return reply.code(202).send({ id })
    },
  })

  app.route({
    method: 'POST',
    url: '/api/registrations/:registration/codes',
    config: { access: { kind: 'public' }, ...limit(6, 60) },
    schema: { tags: ['identity'], summary: 'Send another code', params: idParams, response: { 202: z.null() } },
    handler: async (request, reply) => {
      await request.inStudio((ctx) => resendCode(ctx, request.params.registration, studioNamed))
      return reply.code(202).send(null)
    },
  })

  app.route({
    method: 'POST',
    url: '/api/registrations/:registration/verification',
    config: { access: { kind: 'public' }, ...limit(30, 60) },
    schema: {
      tags: ['identity'],
      summary:
        'Prove the e-mail by its code; makes the profile and signs in. With `secondFactor`, the sign-in is finished at /api/sessions/second-factor',
      params: idParams,
      body: z.object({ code: z.string().regex(/^\d{6}$/) }),
      response: {
        201: z.object({ accountId: z.uuid(), membershipId: z.uuid().nullable(), secondFactor: z.boolean() }),
      },
    },
    handler: async (request, reply) => {
      const registration = await request.inStudio((ctx) => countAttempt(ctx, request.params.registration))
      const { entry, ...who } = await settle(registration, request.body.code, infoOf(request))
      answerEntry(reply, config, entry)
      return reply.code(201).send({ ...who, secondFactor: entry.secondFactor })
    },
  })

  /** Account, profile, session (or the question for the second factor) and events in one transaction of the studio that is joined. */
  function settle(registration: Registration, code: string, info: { id: string; ip: string }) {
    const studioId = registration.studioId ?? PLATFORM_STUDIO_ID
    return database.transaction({ studioId, actor: { kind: 'visitor' }, request: info }, async (visiting) => {
      const { account, isNew } = await proveRegistration(visiting, registration, code)
      const ctx = { ...visiting, actor: { kind: 'account', accountId: account.id } } as const
      await publish(ctx, accountRegistered, {
        subject: { type: 'account', id: account.id },
        payload: { intent: registration.intent, email: account.email, name: registration.name, isNew },
      })
      const membershipId = await joinBy(registration, ctx, account)
      const profile = membershipId ? { studioId, membershipId } : undefined
      return { accountId: account.id, membershipId, entry: await enter(ctx, account, profile) }
    })
  }
}

async function joinBy(
  registration: Registration,
  ctx: Ctx,
  account: { id: string; email: string },
): Promise<string | null> {
  if (registration.intent === 'client') {
    return (await join(ctx, { accountId: account.id, role: 'client', displayName: registration.name })).id
  }
  if (registration.intent === 'invitation' && registration.invitationId) {
    return (await acceptInvitation(ctx, registration.invitationId, account)).membershipId
  }
  return null
}

function infoOf(request: { id: string; ip: string; headers: Record<string, string | string[] | undefined> }) {
  const userAgent = request.headers['user-agent']
  return { id: request.id, ip: request.ip, ...(typeof userAgent === 'string' ? { userAgent } : {}) }
}
