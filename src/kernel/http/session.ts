import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'
import { isUuid, PLATFORM_STUDIO_ID } from '../ids.ts'
import { problem } from '../problem.ts'
import type { Services } from '../services.ts'
import { hashOfRequest, idempotencyKey, keepAnswer } from './idempotency.ts'
import { type Account, actorOf, type LoadPrincipal, type Principal } from './principal.ts'
import type { App } from './types.ts'

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Name of the session's cookie: with the `__Host-` prefix wherever TLS is. */
export function sessionCookieName(config: Config): string {
  return config.BASE_URL.startsWith('https://') ? '__Host-atelier' : 'atelier'
}

/** Sets the session's cookie: HttpOnly, for this host only, not sent along with requests that other sites make. */
export function setSessionCookie(reply: FastifyReply, config: Config, token: string, expires: Temporal.Instant): void {
  reply.setCookie(sessionCookieName(config), token, {
    ...attributes(config),
    expires: new Date(expires.epochMilliseconds),
  })
}

/** Ends the session's cookie: with the attributes that it has, without which a browser keeps one of the `__Host-` prefix. */
export function clearSessionCookie(reply: FastifyReply, config: Config): void {
  reply.clearCookie(sessionCookieName(config), attributes(config))
}

function attributes(config: Config) {
  const secure = config.BASE_URL.startsWith('https://')
  return { path: '/', httpOnly: true, sameSite: 'lax', secure } as const
}

/** Learns who asks before anything else is done, and refuses whom the route does not let in (P6, P9). */
export function addSessions(app: App, services: Services, load: LoadPrincipal): void {
  const { database, config } = services
  const cookie = sessionCookieName(config)
  app.decorateRequest('principal', null as unknown as Principal)
  app.decorateRequest('locale', 'ru')
  app.decorateRequest('inStudio', function (this: FastifyRequest, fn) {
    const studioId = this.principal.studio?.id ?? PLATFORM_STUDIO_ID
    return database.transaction({ studioId, actor: actorOf(this.principal), request: infoOf(this) }, fn)
  })
  app.decorateRequest('asOperator', function (this: FastifyRequest, fn) {
    const account = this.principal.account
    if (!account?.operator) throw problem('forbidden')
    const actor = { kind: 'operator', accountId: account.id } as const
    return database.asOperator({ studioId: PLATFORM_STUDIO_ID, actor, request: infoOf(this) }, fn)
  })
  app.decorateRequest('once', function (this: FastifyRequest, fn) {
    const key = idempotencyKey(this)
    return this.inStudio((ctx) => keepAnswer(ctx, key, hashOfRequest(this), fn))
  })
  app.addHook('onRequest', async (request) => {
    const asked = localeOf(request)
    request.locale = asked ?? 'en'
    if (!request.routeOptions.config.access) return
    refuseForeignOrigin(request)
    request.principal = await load(database.pool, queryOf(request, cookie))
    // As the pages do: an answer is in the language of the screen that it appears on.
    request.locale = asked ?? request.principal.account?.locale ?? 'en'
    authorise(request, config)
    if (request.routeOptions.config.idempotent) idempotencyKey(request)
  })
}

function infoOf(request: FastifyRequest) {
  const userAgent = request.headers['user-agent']
  return { id: request.id, ip: request.ip, ...(userAgent ? { userAgent } : {}) }
}

function queryOf(request: FastifyRequest, cookie: string) {
  const given = request.cookies[cookie]
  // The database takes no zero byte: such a token is nobody's.
  const token = given?.includes('\0') ? undefined : given
  const studio = stringIn(request.params, 'studio')
  const header = request.headers['atelier-profile']
  const profile = typeof header === 'string' ? header : stringIn(request.query, 'profile')
  if (profile !== undefined && !isUuid(profile)) throw problem('profile_required')
  return { ...(token ? { token } : {}), ...(studio ? { studio } : {}), ...(profile ? { profile } : {}) }
}

function stringIn(bag: unknown, name: string): string | undefined {
  if (typeof bag !== 'object' || bag === null || !(name in bag)) return undefined
  const value = (bag as Record<string, unknown>)[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

/**
 * The defence against requests that another site makes with our cookie: a browser names the origin of every request
 * that could change something, and it must be the very host that was asked.
 */
function refuseForeignOrigin(request: FastifyRequest): void {
  if (SAFE.has(request.method)) return
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw problem('foreign_origin')
  const origin = request.headers.origin
  if (origin !== undefined && origin !== `${request.protocol}://${request.host}`) throw problem('foreign_origin')
}

/** In production an operator's console opens with a second factor only (P9). */
export function lacksSecondFactor({ operator, secondFactor }: Account, { MODE }: Pick<Config, 'MODE'>): boolean {
  return operator && !secondFactor && MODE === 'production'
}

function authorise(request: FastifyRequest, config: Config): void {
  const { access, evenReadOnly } = request.routeOptions.config
  const { account, studio, profile, profilesHere } = request.principal
  if (!access) return
  const namesStudio = stringIn(request.params, 'studio') !== undefined
  if (access.kind !== 'public' && !account) throw problem('not_signed_in')
  if (namesStudio && !studio) throw problem('not_found')
  if (studio?.id === PLATFORM_STUDIO_ID) throw problem('not_found')
  // The operator still gets in: to decide what is disputed there, and to open it again.
  if (studio?.state === 'blocked' && access.kind !== 'operator') throw problem('studio_blocked')
  if (access.kind === 'operator') {
    if (!account?.operator) throw problem('forbidden')
    if (lacksSecondFactor(account, config)) throw problem('second_factor_required')
  }
  if (access.kind === 'studio' || access.kind === 'member') {
    if (!profile) throw problem(profilesHere > 1 ? 'profile_required' : 'forbidden')
    if (access.kind === 'studio' && !profile.permissions.has(access.permission)) throw problem('forbidden')
  }
  if (studio?.state === 'read_only' && !SAFE.has(request.method) && !evenReadOnly) throw problem('studio_read_only')
}

/** The language that was chosen on this device, or that it asks for; none when it says nothing. */
function localeOf(request: FastifyRequest): 'ru' | 'en' | undefined {
  const chosen = request.cookies?.locale
  if (chosen === 'ru' || chosen === 'en') return chosen
  const accepted = request.headers['accept-language'] ?? ''
  const first = accepted.split(',').find((part) => /^\s*(ru|en)/i.test(part))
  if (first) return /^\s*ru/i.test(first) ? 'ru' : 'en'
  return accepted === '' || accepted.trim() === '*' ? undefined : 'en'
}
