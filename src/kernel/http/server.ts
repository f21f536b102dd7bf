import cookie from '@fastify/cookie'
import etag from '@fastify/etag'
import fastify, { type FastifyReply } from 'fastify'
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import { newId } from '../ids.ts'
import type { Module } from '../module.ts'
import { problem } from '../problem.ts'
import type { Services } from '../services.ts'
import { addHealth } from './health.ts'
import { addOpenApi } from './openapi.ts'
import type { LoadPrincipal } from './principal.ts'
import { answerError, gatherProblems } from './problems.ts'
import { addRates } from './rates.ts'
import { addSessions } from './session.ts'
import { trustedProxies } from './trusted-proxies.ts'
import type { App } from './types.ts'

/** Largest JSON body, in bytes. Files come by another way. */
const BODY_LIMIT_BYTES = 1_048_576
/** A connection on which nothing came or went for so long is dead: a phone that changed its network says no good-bye. */
const SILENCE_MS = 5 * 60_000
/** How long a server that closes waits for requests under way. Uploads and downloads go on with the next server. */
const DRAIN_MS = 10_000
/** How often a server that closes looks for connections that nobody uses any more. */
const SWEEP_MS = 50

export interface HttpOptions {
  services: Services
  modules: readonly Module[]
  loadPrincipal: LoadPrincipal
  /** In place of ten seconds. */
  drainMs?: number
}

/**
 * The HTTP server with every module's routes under /api; the web's pages are added by `app.ts`. Not listening yet.
 * A route under /api that declares no access does not register: there is no open door by omission.
 */
export async function createHttp(options: HttpOptions): Promise<App> {
  const { services, modules, loadPrincipal, drainMs = DRAIN_MS } = options
  const { config } = services
  const answer = answerError(gatherProblems(modules.map((module) => module.problems ?? {})))
  const app: App = fastify({
    loggerInstance: services.log,
    trustProxy: trustedProxies(config.TRUST_PROXY),
    bodyLimit: BODY_LIMIT_BYTES,
    genReqId: () => newId(),
    requestIdHeader: false,
    forceCloseConnections: 'idle',
    connectionTimeout: SILENCE_MS,
    // An address that cannot be decoded is refused before there is a route.
    frameworkErrors: (error, request, reply) => answer(error, request, reply as FastifyReply),
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
  }).withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler(answer)
  app.addHook('onRoute', (route) => {
    if (route.url.startsWith('/api/') && route.method !== 'HEAD' && !route.config?.access) {
      throw new Error(`${route.method} ${route.url} declares no access`)
    }
  })
  endConnectionsWhileClosing(app, drainMs)
  await app.register(cookie)
  await app.register(etag, { weak: true })
  // An address before anybody is looked up by what stands in it.
  app.addHook('onRequest', async ({ url }) => refuseNul(/%00/.test(url)))
  app.addHook('preValidation', async ({ body }) => refuseNul(holdsNul(body)))
  await addRates(app, config)
  addSecurityHeaders(app, config.BASE_URL)
  addSessions(app, services, loadPrincipal)
  await addOpenApi(app)
  addHealth(app, services)
  for (const module of modules) module.routes?.(app, services)
  return app
}

function refuseNul(holds: boolean): void {
  if (holds) throw problem('invalid_request', { fields: [{ pointer: '', code: 'nul' }] })
}

/**
 * A connection whose request was still under way when the server began to close is idle, and kept by its client, after.
 * One that hangs in the middle of a body would be waited for as long as its other side likes.
 */
function endConnectionsWhileClosing(app: App, drainMs: number): void {
  app.addHook('preClose', async () => {
    if (!app.server.listening) return
    const sweep = setInterval(() => app.server.closeIdleConnections(), SWEEP_MS)
    const drained = setTimeout(() => app.server.closeAllConnections(), drainMs)
    app.server.once('close', () => {
      clearInterval(sweep)
      clearTimeout(drained)
    })
  })
}

function addSecurityHeaders(app: App, baseUrl: string): void {
  const tls = baseUrl.startsWith('https://')
  app.addHook('onSend', async (request, reply) => {
    reply.header('x-request-id', request.id)
    reply.header('x-content-type-options', 'nosniff')
    reply.header('referrer-policy', 'strict-origin-when-cross-origin')
    reply.header('permissions-policy', 'camera=(), microphone=(), geolocation=()')
    if (tls) reply.header('strict-transport-security', 'max-age=31536000; includeSubDomains')
    if (!reply.hasHeader('content-security-policy')) {
      reply.header('content-security-policy', "default-src 'none'; frame-ancestors 'none'")
    }
    if (request.url.startsWith('/api/') && !reply.hasHeader('cache-control')) {
      reply.header('cache-control', 'private, no-cache')
    }
  })
}

/** Whether some text of a JSON body holds the character that PostgreSQL keeps in no text. */
function holdsNul(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\u0000')
  // What is no JSON (the stream of an upload) is not looked into.
  if (!Array.isArray(value) && !isPlain(value)) return false
  return Object.entries(value).some(([name, one]) => name.includes('\u0000') || holdsNul(one))
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}
