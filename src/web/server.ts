import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { studioOfHost } from '../kernel/http/studio-of-host.ts'
import type { App } from '../kernel/http/types.ts'
import { problem } from '../kernel/problem.ts'

type AstroHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
  locals: Record<string, unknown>,
) => void

/** Addresses that mean the same on a studio's subdomain as on the bare domain. */
const EVERYWHERE = /^\/(app|console|password|invitation|_astro|_image|favicon|mailbox|gateway|s)(\/|$|\?)/

/** A name or an address, and a port: what more a Host header may hold is no part of an address that pages could have. */
const HOST = /^([\w.-]+|\[[\da-f:.]+\])(:\d{1,5})?$/i

/** The page that says that there is none. */
const NOT_FOUND = '/404'

/** Adds the pages that `astro build` made: hashed files, and Astro's handler for whatever the API does not answer. */
export async function serveWeb(app: App, baseUrl: string, folder = resolve('dist/web')): Promise<void> {
  const entry = join(folder, 'server/entry.mjs')
  if (!existsSync(entry)) throw new Error(`the pages are not built: ${entry} is missing`)
  const { handler }: { handler: AstroHandler } = await import(pathToFileURL(entry).href)
  await app.register(fastifyStatic, {
    root: join(folder, 'client'),
    wildcard: false,
    index: false,
    preCompressed: true,
    setHeaders: (reply, path) => {
      const hashed = path.includes(`${join('client', '_astro')}`)
      reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'public, max-age=3600')
    },
  })
  app.setNotFoundHandler((request, reply) => {
    if (request.url.startsWith('/api/') || (request.method !== 'GET' && request.method !== 'HEAD')) {
      throw problem('not_found')
    }
    if (!HOST.test(request.host)) throw problem('invalid_request')
    return render(app, handler, baseUrl, request, reply)
  })
}

function render(app: App, handler: AstroHandler, baseUrl: string, request: FastifyRequest, reply: FastifyReply) {
  const slug = studioOfHost(request.host, baseUrl)
  const nonce = randomBytes(16).toString('base64')
  const rewritten =
    slug && !EVERYWHERE.test(request.url) ? `/s/${slug}${request.url === '/' ? '' : request.url}` : undefined
  reply.hijack()
  const { raw } = reply
  for (const [name, value] of Object.entries(pageHeaders(nonce, baseUrl.startsWith('https://'))))
    raw.setHeader(name, value)
  raw.setHeader('x-request-id', request.id)
  const locals = {
    api: (path: string) => askApi(app, request, path),
    origin: `${request.protocol}://${request.host}`,
    locale: request.locale,
    theme: themeOf(request),
    studioBase: slug ? '' : studioPath(request.url),
    nonce,
  }
  if (rewritten) request.raw.url = rewritten
  const fail = (error?: unknown) => {
    request.log.error({ err: error }, 'a page failed')
    if (!raw.headersSent) raw.statusCode = 500
    raw.end()
  }
  handler(
    request.raw,
    raw,
    (error) => {
      if (error) return fail(error)
      // No page is at this address.
      request.raw.url = NOT_FOUND
      handler(request.raw, raw, fail, locals)
    },
    locals,
  )
}

/** Scripts come from our own files only; styles too, but for the one element that carries a studio's colour. */
function pageHeaders(nonce: string, tls: boolean): Record<string, string> {
  return {
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      `style-src-elem 'self' 'nonce-${nonce}'`,
      "style-src-attr 'unsafe-inline'",
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data: blob:",
      "media-src 'self' blob:",
      "font-src 'self'",
      "connect-src 'self'",
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=()',
    'cache-control': 'private, no-cache',
    vary: 'cookie, accept-language',
    ...(tls ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : {}),
  }
}

async function askApi(app: App, request: FastifyRequest, path: string) {
  const headers: Record<string, string> = { host: request.host, accept: 'application/json' }
  if (request.headers.cookie) headers.cookie = request.headers.cookie
  const answer = await app.inject({ method: 'GET', url: path, headers, remoteAddress: request.ip })
  return { status: answer.statusCode, json: async () => answer.json() }
}

function studioPath(url: string): string {
  return /^\/s\/[^/?]+/.exec(url)?.[0] ?? ''
}

function themeOf(request: FastifyRequest): 'light' | 'dark' | 'auto' {
  const theme = request.cookies.theme
  return theme === 'light' || theme === 'dark' ? theme : 'auto'
}
