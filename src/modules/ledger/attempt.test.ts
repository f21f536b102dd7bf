import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { studioWorld } from '../../../test/studio-world.ts'
import { noteOutcome } from '../../kernel/gateway/simulated.ts'
import { kernelModule } from '../../kernel/kernel-module.ts'
import { admin } from '../../kernel/testing/database.ts'
import { identityModule } from '../identity/index.ts'
import { studiosModule } from '../studios/index.ts'
import { askGateway } from './attempt.ts'
import { ledgerModule } from './index.ts'

let world: Awaited<ReturnType<typeof studioWorld>>
beforeAll(async () => {
  world = await studioWorld([kernelModule, identityModule, studiosModule, ledgerModule])
})
afterAll(() => world.close())

async function topUp(key: string, amountMinor: string, returnTo = '/app') {
  const answer = await fetch(`${world.url}/api/top-ups`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      cookie: world.people.marina.cookie,
      'idempotency-key': key,
    },
    body: JSON.stringify({ amountMinor, currency: 'RUB', returnTo }),
  })
  return { status: answer.status, body: await answer.json() }
}

test('nobody pays one sum for another: a known attempt has its sum, however its key is written', async () => {
  const key = randomUUID()
  expect((await topUp(key, '100000000')).status).toBe(201)
  expect(await topUp(key.toUpperCase(), '100')).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } })
})

test('a gateway that was paid another sum settles nothing when it is asked', async () => {
  const id = randomUUID()
  expect((await topUp(id, '100000000')).status).toBe(201)
  await noteOutcome(world.database, { attemptId: id, amountMinor: 100n }, 'succeeded', null)
  await askGateway({ ...world.services, settlements: ledgerModule.settlements ?? {} }, id, 0)
  const state = await admin(world.database.ownerUrl, 'select state from payment_attempts where id = $1', [id])
  expect(state.rows).toEqual([{ state: 'pending' }])
})

test('a payment is told of in the studio that it was begun from, where its end is told too', async () => {
  const id = randomUUID()
  expect((await topUp(id, '5000')).status).toBe(201)
  await noteOutcome(world.database, { attemptId: id, amountMinor: 5_000n }, 'failed', null)
  await askGateway({ ...world.services, settlements: ledgerModule.settlements ?? {} }, id, 0)
  const told = await admin(
    world.database.ownerUrl,
    'select name, studio_id from events where subject_id = $1 order by occurred_at',
    [id],
  )
  expect(told.rows).toEqual([
    { name: 'payment.attempt_begun', studio_id: world.studioIds.north },
    { name: 'payment.attempt_failed', studio_id: world.studioIds.north },
  ])
})

test('whoever pays comes back to an address in any letters', async () => {
  const { body } = await topUp(randomUUID(), '5000', '/app?song=Лёд')
  const { pathname, search } = new URL(body.paymentUrl)
  const paid = await fetch(`${world.url}${pathname}${search}`, {
    ...{ method: 'POST', redirect: 'manual', body: 'choice=fail' },
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })
  expect([paid.status, new URL(paid.headers.get('location') ?? '').searchParams.get('song')]).toEqual([303, 'Лёд'])
})
