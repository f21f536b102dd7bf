import { afterAll, beforeAll, expect, test } from 'vitest'
import { type MailReceiver, startMailReceiver } from '../../../test/mail-receiver.ts'
import { PLATFORM_STUDIO_ID } from '../ids.ts'
import { deadLetters } from '../jobs/dead-letters.ts'
import { startWorker, type Worker } from '../jobs/worker.ts'
import { kernelModule } from '../kernel-module.ts'
import { type TestDatabase, testDatabase } from '../testing/database.ts'
import { listen, testServices } from '../testing/http.ts'
import { until } from '../testing/until.ts'
import { htmlOf } from './html.ts'
import { sendMail } from './mail.ts'
import { openMailer } from './mail-task.ts'

const system = { studioId: PLATFORM_STUDIO_ID, actor: { kind: 'system' }, request: { id: 'test' } } as const
const letter = {
  to: 'anna@example.org',
  subject: 'Запись подтверждена',
  text: 'Ждём вас в 10:00',
  locale: 'ru',
} as const
let database: TestDatabase
let receiver: MailReceiver
let worker: Worker

beforeAll(async () => {
  database = await testDatabase()
  receiver = await startMailReceiver()
  worker = await startWorker(testServices(database, { SMTP_URL: receiver.url }), [kernelModule])
})
afterAll(async () => {
  await worker.stop()
  await receiver.close()
  await database.close()
})

test('a mail queued in a transaction arrives, in both forms and with its stable Message-ID', async () => {
  await database.transaction(system, (ctx) =>
    sendMail(ctx, { ...letter, fromName: 'Студия «Север»', messageId: 'event-1.anna@atelier' }),
  )
  await until(() => receiver.mails.length === 1)
  const [mail] = receiver.mails
  expect(mail?.to).toEqual(['anna@example.org'])
  expect(mail?.raw).toContain('Message-ID: <event-1.anna@atelier>')
  expect(mail?.raw).toContain('multipart/alternative')
  expect(mail?.raw).toContain('Auto-Submitted: auto-generated')
})

test('a transaction that fails sends nothing', async () => {
  const count = receiver.mails.length
  await expect(
    database.transaction(system, async (ctx) => {
      await sendMail(ctx, letter)
      throw new Error('changed my mind')
    }),
  ).rejects.toThrow('changed my mind')
  await database.transaction(system, (ctx) => sendMail(ctx, { ...letter, subject: 'second' }))
  await until(() => receiver.mails.length > count)
  expect(receiver.mails.at(-1)?.raw).toContain('Subject: second')
})

test('a temporary refusal is tried again, under the same Message-ID', async () => {
  const count = receiver.mails.length
  receiver.refuse(1, 451)
  await database.transaction(system, (ctx) => sendMail(ctx, { ...letter, messageId: 'again@atelier' }))
  await until(() => receiver.mails.length > count, 15_000)
  expect(receiver.mails.at(-1)?.raw).toContain('Message-ID: <again@atelier>')
})

test('a permanent refusal lands among the dead letters at once', async () => {
  receiver.refuse(1, 550)
  await database.transaction(system, (ctx) => sendMail(ctx, { ...letter, to: 'nobody@example.org' }))
  await until(async () => (await deadLetters(database.pool, { limit: 5 })).length === 1)
})

test('without SMTP the mail waits in the mailbox page, once however often it is sent', async () => {
  const services = testServices(database)
  const mailer = openMailer(services)
  const mail = { ...letter, text: 'Код 123456\n\nhttp://north.localhost:3000/x?a=1&b=2', messageId: 'box@atelier' }
  await mailer.send(mail)
  await mailer.send(mail)
  const server = await listen({ services, modules: [kernelModule], loadPrincipal: async () => ({ profilesHere: 0 }) })
  const html = await (await fetch(`${server.url}/mailbox`)).text()
  expect(html.match(/<article>/g)).toHaveLength(1)
  expect(html).toContain('href="http://north.localhost:3000/x?a=1&#38;b=2"')
  expect(html).toContain('Код 123456')
  const foreign = await server.app.inject({ url: '/mailbox', headers: { host: 'evil.example' } })
  expect(foreign.statusCode).toBe(404)
  await server.close()
})

test('with SMTP, and in production, there is no mailbox', async () => {
  for (const settings of [{ SMTP_URL: receiver.url }, { MODE: 'production', BASE_URL: 'https://atelier.example' }]) {
    const services = testServices(database, settings)
    const server = await listen({ services, modules: [kernelModule], loadPrincipal: async () => ({ profilesHere: 0 }) })
    expect((await fetch(`${server.url}/mailbox`)).status).toBe(404)
    await server.close()
  }
})

test('what people typed cannot become markup in a mail', () => {
  const html = htmlOf({ subject: '<script>', text: '"<img src=x>" https://a.example/"onmouseover="x', locale: 'en' })
  expect(html).not.toContain('<script>')
  expect(html).not.toContain('<img')
  expect(html).not.toMatch(/"onmouseover/)
})
