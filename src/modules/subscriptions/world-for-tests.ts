import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { addPerson, type TestPerson } from '../../../test/people.ts'
import type { GatewayState } from '../../kernel/gateway/gateway.ts'
import { kernelModule } from '../../kernel/kernel-module.ts'
import { admin, testDatabase } from '../../kernel/testing/database.ts'
import { listen, testServices } from '../../kernel/testing/http.ts'
import { filesModule } from '../files/index.ts'
import { identityModule } from '../identity/index.ts'
import { ledgerModule } from '../ledger/index.ts'
import { schedulingModule } from '../scheduling/index.ts'
import { principalLoader, studiosModule } from '../studios/index.ts'
import { subscriptionsCheck } from './checks.ts'
import { subscriptionsModule } from './index.ts'
import { renew } from './jobs.ts'

export const PLANS = {
  start: '01990000-0000-7000-8000-000000000001',
  studio: '01990000-0000-7000-8000-000000000002',
  house: '01990000-0000-7000-8000-000000000003',
}

export interface OwnedStudio {
  id: string
  slug: string
  owner: TestPerson
}

/** A server on whose clock months pass at a word, and whose gateway can be told how charges end. */
export async function subscriptionWorld(start = '2026-01-31T09:00:00Z') {
  const modules = [
    ...[kernelModule, identityModule, studiosModule, filesModule, ledgerModule, schedulingModule],
    subscriptionsModule,
  ]
  const permissions = modules.map((module) => module.permissions ?? {})
  let now = Temporal.Instant.from(start)
  const database = await testDatabase({ connections: 20, clock: { now: () => now } })
  const settlements = { ...ledgerModule.settlements, ...subscriptionsModule.settlements }
  const services = testServices(database, {}, permissions, settlements)
  const server = await listen({ services, modules, loadPrincipal: principalLoader(permissions) })

  /** What the gateway was asked to charge, and how it is to answer: in order, and then as it would by itself. */
  const asked: string[] = []
  const methods: string[] = []
  const answers: (GatewayState | 'silent')[] = []
  const real = services.gateway
  services.gateway = {
    ...real,
    charge: async (charge, signal) => {
      asked.push(charge.chargeId)
      methods.push(charge.methodId)
      const answer = answers.shift()
      if (answer === 'silent') {
        await real.charge(charge, signal)
        throw new Error('no answer in time')
      }
      return answer ?? real.charge(charge, signal)
    },
  }

  const send = async (as: TestPerson, method: string, path: string, body?: unknown, key: string = randomUUID()) => {
    const answer = await fetch(`${server.url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...{ cookie: as.cookie, 'idempotency-key': key },
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) }
  }

  /** Chooses how a payment ends on the gateway's own page. */
  async function choose(paymentUrl: string, choice: string) {
    const { pathname, search } = new URL(paymentUrl)
    const answer = await fetch(`${server.url}${pathname}${search}`, {
      ...{ method: 'POST', redirect: 'manual', body: `choice=${choice}` },
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect(answer.status).toBe(303)
  }

  /** A studio that was paid for, or is on trial. */
  async function begin(slug: string, how: 'succeed' | 'expire' | 'trial' = 'succeed', planId = PLANS.start) {
    const owner = await addPerson(database, { name: 'Анна' })
    const studio = { slug, name: slug, currency: 'RUB', zone: 'Europe/Moscow', locale: 'ru' }
    const trial = how === 'trial'
    const begun = await send(owner, 'POST', '/api/subscriptions', { planId, ownerName: 'Анна', trial, studio })
    expect(begun.status).toBe(201)
    if (!trial) await choose(begun.body.paymentUrl, how)
    const [row] = await read('select id from studios where slug = $1', [slug])
    return { id: row?.id ?? '', slug, owner }
  }

  const ask = (studio: OwnedStudio, method: string, path: string, body?: unknown, as = studio.owner) =>
    send(as, method, `/api/studios/${studio.slug}/${path}`, body)
  /** A file that the owner takes along. */
  async function file(studio: OwnedStudio, path: string): Promise<Buffer> {
    const answer = await fetch(`${server.url}/api/studios/${studio.slug}/${path}`, {
      headers: { cookie: studio.owner.cookie },
    })
    expect(answer.status).toBe(200)
    return Buffer.from(await answer.arrayBuffer())
  }
  /** Pays by hand, at the gateway's page. */
  async function pay(studio: OwnedStudio, choice = 'succeed') {
    const begun = await ask(studio, 'POST', 'subscription/payments', { returnTo: '/app' })
    expect(begun).toMatchObject({ status: 201 })
    await choose(begun.body.paymentUrl, choice)
  }

  const turn = (studio: OwnedStudio) => renew(services, studio.id, { id: 'test', signal: new AbortController().signal })
  /** The studio has its turn where it is due, as the hourly job gives it; others are left alone. */
  async function hour(studio: OwnedStudio) {
    const { rows } = await database.pool.query('select studio_id from due_subscriptions($1, $2, 500)', [
      ...[now.toString(), '00000000-0000-0000-0000-000000000000'],
    ])
    if (rows.some((row) => row.studio_id === studio.id)) await turn(studio)
  }
  /** The clock stands at a moment, and the hourly job ran. */
  async function at(studio: OwnedStudio, moment: string) {
    now = Temporal.Instant.from(moment)
    await hour(studio)
  }

  const read = async (statement: string, values: unknown[] = []): Promise<Record<string, string>[]> =>
    (await admin(database.ownerUrl, statement, values)).rows
  const stateOf = async (studio: OwnedStudio) => {
    const [row] = await read(
      `select s.state, t.state as studio, to_char(s.period_end at time zone 'UTC', 'YYYY-MM-DD') as until
       from subscriptions s join studios t on t.id = s.studio_id where t.id = $1`,
      [studio.id],
    )
    return row
  }
  const chargesOf = (studio: OwnedStudio) =>
    read(
      `select kind, state, amount_minor::text as amount, credit_minor::text as credit from subscription_charges
       where studio_id = $1 order by created_at, id`,
      [studio.id],
    )
  /** What the platform has of the studio, kopecks. */
  const takenOf = async (studio: OwnedStudio) => {
    const [row] = await read(
      `select coalesce(sum(p.amount_minor), 0)::text as sum from postings p join transfers t on t.id = p.transfer_id
       where t.studio_id = $1 and p.owner_kind = 'platform'`,
      [studio.id],
    )
    return BigInt(row?.sum ?? 0)
  }
  const eventsOf = async (studio: OwnedStudio) => {
    const rows = await read(
      "select name from events where studio_id = $1 and name like 'subscription.%' order by occurred_at, id",
      [studio.id],
    )
    return rows.map(({ name }) => name?.replace('subscription.', ''))
  }

  return {
    ...{
      database,
      services,
      modules,
      send,
      ask,
      file,
      begin,
      pay,
      choose,
      turn,
      at,
      hour,
      read,
      asked,
      methods,
      answers,
    },
    ...{ stateOf, chargesOf, takenOf, eventsOf },
    set: (moment: string) => {
      now = Temporal.Instant.from(moment)
    },
    close: async () => {
      expect(await subscriptionsCheck.run(services)).toEqual([])
      await server.close()
      await database.close()
    },
  }
}
