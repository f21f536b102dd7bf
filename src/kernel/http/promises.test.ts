import { once } from 'node:events'
import { Agent, request as open } from 'node:http'
import { connect } from 'node:net'
import { Writable } from 'node:stream'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { kernelModule } from '../kernel-module.ts'
import type { Module } from '../module.ts'
import { problem } from '../problem.ts'
import { type TestDatabase, testDatabase } from '../testing/database.ts'
import { listen, testServices } from '../testing/http.ts'
import { clearSessionCookie, setSessionCookie } from './session.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

/** A server with a few routes of its own, and what it has logged. */
async function serve(settings: NodeJS.ProcessEnv = {}) {
  const items = ['first']
  const logged: Record<string, unknown>[] = []
  const services = testServices(database, settings)
  const sink = new Writable({
    write: (line, _encoding, done) => {
      logged.push(JSON.parse(String(line)))
      done()
    },
  })
  const shelf: Module = {
    name: 'shelf',
    routes: (app) => {
      const config = { access: { kind: 'public' } } as const
      app.get('/api/items', { config }, async () => ({ items }))
      app.get('/api/asker', { config }, async ({ ip, protocol, host }) => ({ ip, protocol, host }))
      app.get('/api/refused', { config }, async () => Promise.reject(problem('conflict')))
      app.get('/api/broken', { config }, async () => Promise.reject(new Error('of the test')))
      app.post('/api/items', { config, schema: { body: z.object({ name: z.string() }) } }, async (request) => {
        items.push(request.body.name)
        return { items }
      })
      app.post('/api/door', { config }, async (_request, reply) => {
        setSessionCookie(reply, services.config, 'token', Temporal.Now.instant().add({ hours: 1 }))
        return {}
      })
      app.delete('/api/door', { config }, async (_request, reply) => {
        clearSessionCookie(reply, services.config)
        return {}
      })
    },
  }
  const server = await listen({
    services: { ...services, log: pino({ level: 'warn' }, sink) },
    modules: [kernelModule, shelf],
    loadPrincipal: async () => ({ profilesHere: 0 }),
  })
  return { ...server, items, logged }
}

test('every answer carries the headers that keep a browser from being misled, and TLS is insisted on where it is', async () => {
  const [plain, tls] = [await serve(), await serve({ BASE_URL: 'https://atelier.example' })]
  for (const path of ['/api/items', '/api/refused', '/api/broken', '/api/nosuch', '/healthz']) {
    const { headers } = await fetch(plain.url + path)
    expect([path, headers.get('content-security-policy')]).toEqual([path, "default-src 'none'; frame-ancestors 'none'"])
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('strict-origin-when-cross-origin')
    expect(headers.get('permissions-policy')).toBe('camera=(), microphone=(), geolocation=()')
    expect(headers.get('strict-transport-security')).toBeNull()
    const hsts = (await fetch(tls.url + path)).headers.get('strict-transport-security')
    expect(hsts).toBe('max-age=31536000; includeSubDomains')
  }
  await Promise.all([plain.close(), tls.close()])
})

test('the session’s cookie is out of reach of scripts and other sites, with TLS bound to its host, and cleared as it was set', async () => {
  const attributes = (answer: Response) => {
    const [pair = '', ...rest] = (answer.headers.getSetCookie()[0] ?? '').split('; ')
    return { pair, rest: rest.filter((one) => !/^(Expires|Max-Age)=/.test(one)).sort() }
  }
  const plain = await serve()
  const set = attributes(await fetch(`${plain.url}/api/door`, { method: 'POST' }))
  expect(set).toEqual({ pair: 'atelier=token', rest: ['HttpOnly', 'Path=/', 'SameSite=Lax'] })
  const tls = await serve({ BASE_URL: 'https://atelier.example' })
  const own = ['HttpOnly', 'Path=/', 'SameSite=Lax', 'Secure']
  const secure = attributes(await fetch(`${tls.url}/api/door`, { method: 'POST' }))
  expect(secure).toEqual({ pair: '__Host-atelier=token', rest: own })
  // A browser ignores a cookie of that prefix without Secure: it would stay.
  const cleared = attributes(await fetch(`${tls.url}/api/door`, { method: 'DELETE' }))
  expect(cleared).toEqual({ pair: '__Host-atelier=', rest: own })
  await Promise.all([plain.close(), tls.close()])
})

test('a list that is asked for again and again is sent again only when it has changed', async () => {
  const { url, items, close } = await serve()
  const first = await fetch(`${url}/api/items`)
  const etag = first.headers.get('etag') ?? ''
  expect([first.status, first.headers.get('cache-control')]).toEqual([200, 'private, no-cache'])
  const headers = { 'if-none-match': etag }
  const same = await fetch(`${url}/api/items`, { headers })
  expect([same.status, await same.text()]).toEqual([304, ''])
  items.push('second')
  const changed = await fetch(`${url}/api/items`, { headers })
  expect([changed.status, await changed.json()]).toEqual([200, { items: ['first', 'second'] }])
  expect(changed.headers.get('etag')).not.toBe(etag)
  await close()
})

test('the metrics are for this machine, or for whoever has the token, wherever they are', async () => {
  const open = await serve({ TRUST_PROXY: 'true' })
  await fetch(`${open.url}/api/items`)
  const here = await fetch(`${open.url}/metrics`)
  expect([here.status, await here.text()]).toEqual([200, expect.stringContaining('route="/api/items",status="200"')])
  const outside = { 'x-forwarded-for': '203.0.113.9' }
  expect((await fetch(`${open.url}/metrics`, { headers: outside })).status).toBe(403)
  const posing = { 'x-forwarded-for': '127.0.0.1, 203.0.113.9' }
  expect((await fetch(`${open.url}/metrics`, { headers: posing })).status).toBe(403)
  const guarded = await serve({ TRUST_PROXY: 'true', METRICS_TOKEN: 'a token for metrics' })
  expect((await fetch(`${guarded.url}/metrics`)).status).toBe(403)
  expect((await fetch(`${guarded.url}/metrics`, { headers: { authorization: 'Bearer another' } })).status).toBe(403)
  const withToken = { ...outside, authorization: 'Bearer a token for metrics' }
  expect((await fetch(`${guarded.url}/metrics`, { headers: withToken })).status).toBe(200)
  await Promise.all([open.close(), guarded.close()])
})

test('who asks, and by what address, is what a trusted proxy saw, whatever the client claims', async () => {
  const claims = { host: 'a.example', 'x-forwarded-proto': 'https', 'x-forwarded-for': '127.0.0.1, 203.0.113.9' }
  const asker = async (TRUST_PROXY: string, remoteAddress: string, forwardedFor = claims['x-forwarded-for']) => {
    const { app, close } = await serve({ TRUST_PROXY })
    const headers = { ...claims, 'x-forwarded-for': forwardedFor }
    const { ip, protocol } = (await app.inject({ url: '/api/asker', remoteAddress, headers })).json()
    await close()
    return `${protocol} ${ip}`
  }
  expect(await asker('false', '127.0.0.1')).toBe('http 127.0.0.1')
  // The one proxy before us, on this machine or in its network: it alone is believed, and what it wrote last.
  expect(await asker('true', '127.0.0.1')).toBe('https 203.0.113.9')
  expect(await asker('true', '::ffff:10.1.2.3')).toBe('https 203.0.113.9')
  expect(await asker('true', '127.0.0.1', '203.0.113.9, 192.168.0.7')).toBe('https 192.168.0.7')
  expect(await asker('true', '198.51.100.7')).toBe('http 198.51.100.7')
  // Named ones, several in a row too.
  const named = '198.51.100.7, 203.0.113.0/28, 2001:db8::/32'
  expect(await asker(named, '198.51.100.7', '192.0.2.1, 192.0.2.2, 203.0.113.9')).toBe('https 192.0.2.2')
  expect(await asker(named, '2001:db8::1', '192.0.2.2')).toBe('https 192.0.2.2')
  expect(await asker(named, '127.0.0.1')).toBe('http 127.0.0.1')
})

test('one id of a request stands in the header, in the problem and in the log, and is not the sender’s to choose', async () => {
  const { url, logged, close } = await serve()
  const answer = await fetch(`${url}/api/broken`, { headers: { 'x-request-id': 'mine' } })
  const id = answer.headers.get('x-request-id')
  expect(id).toMatch(/^[0-9a-f-]{36}$/)
  expect([answer.status, await answer.json()]).toMatchObject([500, { code: 'internal', instance: id }])
  expect(logged.filter((line) => line.reqId === id)).toMatchObject([{ err: { message: 'of the test' } }])
  await close()
})

test('closing answers what has begun, ends connections that only wait, and takes nothing new', async () => {
  const { url, items, close } = await serve()
  const { port, hostname } = new URL(url)
  const waiting = connect(Number(port), hostname)
  await once(waiting, 'connect')
  const body = JSON.stringify({ name: 'begun before' })
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const asked = open(`${url}/api/items`, {
    agent,
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-length': body.length, expect: '100-continue' },
  })
  const answered = once(asked, 'response')
  asked.flushHeaders()
  await once(asked, 'continue')
  const closed = close()
  await once(waiting, 'close')
  await expect(fetch(`${url}/api/items`)).rejects.toThrow()
  asked.end(body)
  const [answer] = await answered
  expect(answer.statusCode).toBe(200)
  expect(items).toContain('begun before')
  answer.resume()
  // The sender would keep the connection for more.
  await closed
  agent.destroy()
}, 10_000)
