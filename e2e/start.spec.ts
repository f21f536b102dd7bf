import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { chown, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { DEMO_PASSWORD } from '../src/demo-sign-ins.ts'
import { findRunning, isAlive } from '../src/kernel/database/embedded.ts'
import { cookieOf } from '../src/kernel/testing/cookie.ts'
import { launchBrowser } from './browser.ts'
import { type Program, startProgram } from './program.ts'

/** What runs the tests may have settings of these names in its environment, for itself. */
const PLAIN = { BASE_URL: '', MODE: '' }

/** What a test has started. */
const started: Promise<Program>[] = []

/** Starts a program that is stopped when the test is over, however the test ends. */
function start(...how: Parameters<typeof startProgram>): Promise<Program> {
  const program = startProgram(...how)
  started.push(program)
  return program
}

test.afterEach(async () => {
  // The last one first: an earlier one's folder may be what a later one works in.
  for (const one of started.splice(0).reverse()) await (await one.catch(() => undefined))?.stop()
})

async function signIn({ url }: Program, email: string): Promise<string> {
  const answer = await fetch(`${url}/api/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: DEMO_PASSWORD }),
  })
  expect(answer.status).toBe(201)
  return cookieOf(answer)
}

/** A request that the program has begun to work on; `end` sends the rest of it and gives the status of the answer. */
async function beginRequest({ port }: Program): Promise<{ end(): Promise<number | undefined> }> {
  const body = JSON.stringify({ email: `${randomUUID()}@example.org` })
  const headers = { 'content-type': 'application/json', 'content-length': body.length, expect: '100-continue' }
  const asked = request({ port, host: '127.0.0.1', method: 'POST', path: '/api/leads', headers })
  const answered = once(asked, 'response')
  asked.flushHeaders()
  await once(asked, 'continue')
  return {
    end: async () => {
      asked.end(body)
      const [answer] = await answered
      return answer.resume().statusCode
    },
  }
}

test('a taken port is told in one sentence, and the program ends', async () => {
  const port = new URL(process.env.ATELIER_URL ?? '').port
  await expect(start({ PORT: port })).rejects.toThrow(`Port ${port} is taken by another program`)
})

test('a wrong setting stops the start with its name and what was expected', async () => {
  await expect(start({ DATABASE_CONNECTIONS: 'many' })).rejects.toThrow(
    'The setting DATABASE_CONNECTIONS has the value "many", which cannot be used: a whole number from 10 to 200',
  )
})

test('a second start keeps what was changed, who is signed in and the secret, and prints the sign-ins again', async () => {
  test.setTimeout(300_000)
  const first = await start(PLAIN)
  const cookie = await signIn(first, 'marina@atelier.example')
  const renamed = await fetch(`${first.url}/api/me`, {
    method: 'PATCH',
    headers: { cookie, 'content-type': 'application/json', 'idempotency-key': randomUUID() },
    body: JSON.stringify({ name: 'Марина Лисицына' }),
  })
  expect(renamed.status).toBeLessThan(300)
  const exited = once(first.child, 'exit')
  const begun = await beginRequest(first)
  first.child.kill('SIGTERM')
  await expect(() => expect(fetch(`${first.url}/healthz`)).rejects.toThrow()).toPass()
  expect([await begun.end(), await exited]).toEqual([204, [0, null]])
  const second = await start(PLAIN, first.dataDir)
  const me = await fetch(`${second.url}/api/me`, { headers: { cookie } })
  expect([me.status, await me.json()]).toMatchObject([200, { account: { name: 'Марина Лисицына' } }])
  for (const { output } of [first, second]) {
    for (const key of ['operator', 'vera', 'nina', 'ilya', 'marina', 'tess']) {
      expect(output().match(new RegExp(`^    ${key}@atelier.example `, 'gm'))).toHaveLength(1)
    }
  }
})

test('Ctrl-C in the terminal lets requests end, and stops npm, the program and its PostgreSQL', async () => {
  test.setTimeout(300_000)
  const program = await start({ ...PLAIN, DEMO: 'false' }, undefined, { terminal: true })
  const server = await findRunning(join(program.dataDir, 'postgres'))
  const own = Number(await readFile(join(program.dataDir, 'atelier.pid'), 'utf8'))
  const waiting = Array.from({ length: 3 }, () => beginRequest(program))
  const requests = await Promise.all(waiting)
  const exited = once(program.child, 'exit')
  process.kill(-(program.child.pid ?? 0), 'SIGINT')
  // npm hands the terminal's signal on, and where its shell gives way to the program that is a second one.
  process.kill(own, 'SIGINT')
  await expect(() => expect(fetch(`${program.url}/healthz`)).rejects.toThrow()).toPass()
  expect(await Promise.all(requests.map(({ end }) => end()))).toEqual([204, 204, 204])
  // Of itself npm says that it was interrupted, where its shell was.
  expect([0, 'SIGINT']).toContain((await exited).find((how) => how !== null))
  await expect.poll(() => isAlive(own)).toBe(false)
  expect(server && isAlive(server.pid)).toBe(false)
  expect(program.output()).not.toContain('rror')
  expect(await readdir(program.dataDir)).not.toContain('atelier.pid')
})

test('it starts for an ordinary user, whose PostgreSQL and files are their own', async () => {
  test.skip(process.getuid?.() !== 0, 'whoever runs the tests is an ordinary user: every other journey shows it')
  const [, uid, gid] = /^nobody:[^:]*:(\d+):(\d+)/m.exec(await readFile('/etc/passwd', 'utf8'))?.map(Number) ?? []
  test.skip(uid === undefined || gid === undefined, 'this machine has no user nobody')
  const dataDir = await mkdtemp(join(tmpdir(), 'atelier-nobody-'))
  await chown(dataDir, uid ?? 0, gid ?? 0)
  const program = await start({ ...PLAIN, DEMO: 'false', HOME: dataDir }, dataDir, { uid, gid })
  expect((await fetch(`${program.url}/readyz`)).status).toBe(200)
  const server = await findRunning(join(dataDir, 'postgres'))
  const owners = [`/proc/${server?.pid}`, join(dataDir, 'secret'), join(dataDir, 'postgres')].map((path) => stat(path))
  expect((await Promise.all(owners)).map((one) => one.uid)).toEqual([uid, uid, uid])
  await program.stop()
  expect(server && isAlive(server.pid)).toBe(false)
  await rm(dataDir, { recursive: true })
})

test('an address that is no page says so in words, however deep it is', async () => {
  for (const path of ['/nosuch', '/no/such/page', '/s/nosuch', '/s/nosuch/book']) {
    const answer = await fetch(`${process.env.ATELIER_URL}${path}`, { headers: { 'accept-language': 'en' } })
    expect([path, answer.status]).toEqual([path, 404])
    expect(await answer.text()).toContain('</h1>')
  }
})

test('pages run scripts of our own only, are framed by nobody, and tell the request’s id', async () => {
  for (const path of ['/', '/sign-in', '/app', '/s/sever', '/no/such/page']) {
    const { headers } = await fetch(`${process.env.ATELIER_URL}${path}`)
    const policy = headers.get('content-security-policy') ?? ''
    for (const rule of ["default-src 'none'", "script-src 'self';", "frame-ancestors 'none'", "form-action 'self'"]) {
      expect([path, policy]).toEqual([path, expect.stringContaining(rule)])
    }
    expect(policy).not.toContain('unsafe-eval')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('strict-origin-when-cross-origin')
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  }
})

test('the API’s reference opens with scripts of our own only, and names every group', async () => {
  const browser = await launchBrowser()
  const page = await browser.newPage()
  const refused: string[] = []
  page.on('console', (message) => message.type() === 'error' && refused.push(message.text()))
  await page.goto(`${process.env.ATELIER_URL}/reference`)
  await expect(page.getByRole('link', { name: 'booking' })).toBeVisible()
  expect(refused).toEqual([])
  await browser.close()
})
