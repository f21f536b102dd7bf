import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Ctx } from '../../kernel/context.ts'
import { Problem } from '../../kernel/problem.ts'
import { admin, type TestDatabase, testDatabase } from '../../kernel/testing/database.ts'
import { postSoon } from './group-commit.ts'
import { balances, readHold } from './read.ts'
import { refund } from './refund.ts'
import { splitPayout } from './split.ts'
import { capture, hold, holdCommand, type PayoutLeg, paymentCommand, release, tip, topUp, transfer } from './verbs.ts'
import type { WalletOwner } from './wallet.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase({ connections: 20 })
})
afterAll(() => database.close())

const studioId = randomUUID()
const subject = { type: 'project', id: randomUUID() }
const person = (): WalletOwner & { kind: 'account' } => ({ kind: 'account', id: randomUUID() })
const roubles = (amountMinor: bigint) => ({ amountMinor, currency: 'RUB' as const })

const scopeOf = (owner: WalletOwner) =>
  ({ studioId, actor: { kind: 'account', accountId: owner.id }, request: { id: 'test' } }) as const

function as<T>(owner: WalletOwner, fn: (ctx: Ctx) => Promise<T>): Promise<T> {
  return database.transaction(scopeOf(owner), fn)
}

async function balanceOf(owner: WalletOwner, kind = 'main'): Promise<bigint> {
  const { rows } = await admin(
    database.ownerUrl,
    'select balance_minor::text as b from wallets where owner_id = $1 and kind = $2',
    [owner.id, kind],
  )
  return BigInt(rows[0]?.b ?? 0)
}

async function rich(amountMinor: bigint): Promise<WalletOwner & { kind: 'account' }> {
  const owner = person()
  const movement = { transferId: randomUUID(), subject, note: 'top-up', to: owner, amount: roubles(amountMinor) }
  await as(owner, (ctx) => topUp(ctx, movement))
  return owner
}

test('a hold, its capture and its split end on the last kopeck', async () => {
  const payer = await rich(1_200_000n)
  const performer = person()
  const holdId = randomUUID()
  await as(payer, (ctx) => hold(ctx, { transferId: holdId, payer, amount: roubles(1_200_000n), subject, note: 'mix' }))
  expect([await balanceOf(payer), await balanceOf(payer, 'held')]).toEqual([0n, 1_200_000n])
  await as(payer, async (ctx) => {
    const { legs } = splitPayout({
      amountMinor: 1_200_000n,
      commission: { bps: 300n, floorMinor: 0n },
      studioId,
      performers: [{ accountId: performer.id, bps: 6000n }],
    })
    await capture(ctx, { transferId: randomUUID(), hold: await readHold(ctx, holdId), legs, note: 'mix' })
  })
  expect(await balanceOf(performer)).toBe(698_400n)
  expect(await balanceOf({ kind: 'studio', id: studioId })).toBe(465_600n)
})

test('of 32 clients with one transfer id one has an effect, and all get the same answer', async () => {
  const payer = await rich(100n)
  const command = holdCommand({ transferId: randomUUID(), payer, amount: roubles(60n), subject, note: 'one' })
  const answers = await Promise.all(Array.from({ length: 32 }, () => postSoon(database, scopeOf(payer), command)))
  expect(answers.filter((answer) => answer === 'applied')).toHaveLength(1)
  expect(await balanceOf(payer, 'held')).toBe(60n)
})

test('the same transfer id with other content is refused, and nothing moves', async () => {
  const payer = await rich(100n)
  const transferId = randomUUID()
  await as(payer, (ctx) => hold(ctx, { transferId, payer, amount: roubles(10n), subject, note: 'x' }))
  const other = as(payer, (ctx) => hold(ctx, { transferId, payer, amount: roubles(11n), subject, note: 'x' }))
  await expect(other).rejects.toMatchObject({ code: 'transfer_id_reused' })
  expect(await balanceOf(payer)).toBe(90n)
})

test('when many spend at once, exactly as many succeed as the balance allows', async () => {
  const payer = await rich(1_000n)
  const attempts = await Promise.allSettled(
    Array.from({ length: 64 }, () =>
      postSoon(
        database,
        scopeOf(payer),
        holdCommand({ transferId: randomUUID(), payer, amount: roubles(70n), subject, note: 'race' }),
      ),
    ),
  )
  const refused = attempts.filter((attempt) => attempt.status === 'rejected')
  expect(attempts.length - refused.length).toBe(14)
  expect(refused.every((one) => one.reason instanceof Problem && one.reason.code === 'insufficient_funds')).toBe(true)
  expect([await balanceOf(payer), await balanceOf(payer, 'held')]).toEqual([20n, 980n])
})

test('one that fails in a batch does not take the others along', async () => {
  const [poor, ...others] = await Promise.all([rich(1n), rich(100n), rich(100n), rich(100n)])
  const spend = (payer: typeof poor) =>
    postSoon(
      database,
      scopeOf(payer),
      holdCommand({ transferId: randomUUID(), payer, amount: roubles(50n), subject, note: 'batch' }),
    )
  const results = await Promise.allSettled([poor, ...others].map(spend))
  expect(results.map((result) => result.status)).toEqual(['rejected', 'fulfilled', 'fulfilled', 'fulfilled'])
})

test('what is spent before it comes in is refused, though the batch as a whole would add up', async () => {
  const [poor, giver] = await Promise.all([rich(10n), rich(100n)])
  const pay = (from: WalletOwner, to: WalletOwner, amountMinor: bigint) => {
    const movement = { transferId: randomUUID(), subject, note: 'order', from, to, amount: roubles(amountMinor) }
    return postSoon(database, scopeOf(from), paymentCommand('transfer', movement))
  }
  const results = await Promise.allSettled([pay(poor, person(), 50n), pay(giver, poor, 100n)])
  expect(results.map((result) => result.status)).toEqual(['rejected', 'fulfilled'])
  expect(await balanceOf(poor)).toBe(110n)
})

test('a retry that comes while its first is refused in a batch waits for it, and no batch breaks', async () => {
  const payers = await Promise.all(Array.from({ length: 8 }, () => rich(100n)))
  const answers = await Promise.allSettled(
    Array.from({ length: 400 }, (_, n) => {
      const payer = payers[n % 8] ?? person()
      const amount = roubles(n % 3 === 0 ? 1_000n : 1n)
      const command = holdCommand({ transferId: randomUUID(), payer, amount, subject, note: 'twice' })
      return [postSoon(database, scopeOf(payer), command), postSoon(database, scopeOf(payer), command)]
    }).flat(),
  )
  const reasons = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : []))
  expect(new Set(reasons.map((reason) => (reason instanceof Problem ? reason.code : reason)))).toEqual(
    new Set(['insufficient_funds']),
  )
  expect(reasons).toHaveLength(2 * 134)
})

test('a hold is never captured and released for more than was held, however many try at once', async () => {
  const payer = await rich(1_000n)
  const holdId = randomUUID()
  await as(payer, (ctx) => hold(ctx, { transferId: holdId, payer, amount: roubles(1_000n), subject, note: 'h' }))
  const attempts = await Promise.allSettled(
    Array.from({ length: 12 }, (_, n) =>
      as(payer, async (ctx) => {
        const found = await readHold(ctx, holdId)
        const use = { transferId: randomUUID(), hold: found, note: 'h' }
        if (n % 2 === 0) return release(ctx, { ...use, amountMinor: 300n })
        return capture(ctx, {
          ...use,
          legs: [{ to: { kind: 'studio', id: studioId }, amountMinor: 300n, role: 'studio' }],
        })
      }),
    ),
  )
  expect(attempts.filter((attempt) => attempt.status === 'fulfilled')).toHaveLength(3)
})

test('a refund after the payout takes back what is there, and the rest is a debt, not a negative balance', async () => {
  const payer = await rich(10_000n)
  const performer = person()
  const holdId = randomUUID()
  const paid = [{ to: performer, amountMinor: 10_000n, role: 'performer' }] as const
  await as(payer, (ctx) => hold(ctx, { transferId: holdId, payer, amount: roubles(10_000n), subject, note: 'h' }))
  await as(payer, async (ctx) =>
    capture(ctx, { transferId: randomUUID(), hold: await readHold(ctx, holdId), legs: paid, note: 'h' }),
  )
  await as(performer, (ctx) =>
    transfer(ctx, {
      transferId: randomUUID(),
      subject,
      note: 'spent',
      from: performer,
      to: person(),
      amount: roubles(7_000n),
    }),
  )
  await as(payer, (ctx) => refund(ctx, { transferId: randomUUID(), holdId, amountMinor: 10_000n, reason: 'back' }))
  expect(await balanceOf(payer)).toBe(10_000n)
  expect([await balanceOf(performer), await balanceOf(performer, 'receivable')]).toEqual([0n, -7_000n])
})

test('what is owed after a refund is paid off by the next payouts first, each in its own transfer, line by line', async () => {
  const payer = await rich(100_000n)
  const performer = person()
  const studio = { kind: 'studio', id: studioId } as const
  const sell = async (amountMinor: bigint, legs: readonly PayoutLeg[]) => {
    const [holdId, transferId] = [randomUUID(), randomUUID()]
    await as(payer, (ctx) => hold(ctx, { transferId: holdId, payer, amount: roubles(amountMinor), subject, note: 'h' }))
    const payOut = async (ctx: Ctx) => capture(ctx, { transferId, hold: await readHold(ctx, holdId), legs, note: 'h' })
    await as(payer, payOut)
    // Asked again it is the same, whatever is owed by then.
    expect(await as(payer, payOut)).toEqual(['repeated'])
    const { rows } = await admin(
      database.ownerUrl,
      `select w.kind, p.role, p.amount_minor::int as amount, p.balance_after_minor::int as after
       from postings p join wallets w on w.id = p.wallet_id where transfer_id = $1 and w.owner_id = $2 order by p.id`,
      [transferId, performer.id],
    )
    return { holdId, lines: rows.map(({ kind, role, amount, after }) => [kind, role, amount, after]) }
  }
  const share = (amountMinor: bigint) => ({ to: performer, amountMinor, role: 'performer' }) as const
  const { holdId } = await sell(10_000n, [share(10_000n)])
  const spent = { transferId: randomUUID(), subject, note: 'spent', amount: roubles(10_000n) }
  await as(performer, (ctx) => transfer(ctx, { ...spent, from: performer, to: person() }))
  await as(payer, (ctx) => refund(ctx, { transferId: randomUUID(), holdId, amountMinor: 10_000n, reason: 'back' }))
  expect(await balanceOf(performer, 'receivable')).toBe(-10_000n)

  const rest = (amountMinor: bigint) => ({ to: studio, amountMinor, role: 'studio' }) as const
  expect((await sell(5_000n, [share(4_000n), rest(1_000n)])).lines).toEqual([['receivable', 'debt', 4_000, -6_000]])
  // Two lines of one payout to one person: the first pays off, the second is theirs.
  expect((await sell(9_000n, [share(7_000n), share(2_000n)])).lines).toEqual([
    ['main', 'performer', 1_000, 1_000],
    ['receivable', 'debt', 6_000, 0],
    ['main', 'performer', 2_000, 3_000],
  ])
  expect((await sell(500n, [share(500n)])).lines).toEqual([['main', 'performer', 500, 3_500]])
})

test('payouts at once to somebody who owes pay the debt off once', async () => {
  const [payer, performer] = [await rich(100_000n), person()]
  const legs = [{ to: performer, amountMinor: 1_000n, role: 'performer' }] as const
  const bought = async () => {
    const transferId = randomUUID()
    await as(payer, (ctx) => hold(ctx, { transferId, payer, amount: roubles(1_000n), subject, note: 'h' }))
    return transferId
  }
  const payOut = (holdId: string) =>
    as(payer, async (ctx) =>
      capture(ctx, { transferId: randomUUID(), hold: await readHold(ctx, holdId), legs, note: 'h' }),
    )
  const first = await bought()
  await payOut(first)
  const spent = { transferId: randomUUID(), subject, note: 'spent', amount: roubles(1_000n) }
  await as(performer, (ctx) => transfer(ctx, { ...spent, from: performer, to: person() }))
  await as(payer, (ctx) =>
    refund(ctx, { transferId: randomUUID(), holdId: first, amountMinor: 1_000n, reason: 'back' }),
  )
  await Promise.all((await Promise.all(Array.from({ length: 12 }, bought))).map(payOut))
  expect([await balanceOf(performer), await balanceOf(performer, 'receivable')]).toEqual([11_000n, 0n])
})

test('a refund asked again changes nothing, and refunds together are never more than was paid out', async () => {
  const payer = await rich(1_000n)
  const performer = person()
  const transferId = randomUUID()
  const paid = [{ to: performer, amountMinor: 1_000n, role: 'performer' }] as const
  await as(payer, (ctx) => hold(ctx, { transferId, payer, amount: roubles(1_000n), subject, note: 'h' }))
  await as(payer, async (ctx) =>
    capture(ctx, { transferId: randomUUID(), hold: await readHold(ctx, transferId), legs: paid, note: 'h' }),
  )
  const giveBack = (id: string, amountMinor: bigint) =>
    as(payer, (ctx) => refund(ctx, { transferId: id, holdId: transferId, amountMinor, reason: 'back' }))
  const id = randomUUID()
  expect([await giveBack(id, 700n), await giveBack(id, 700n)]).toEqual([['applied'], ['repeated']])
  await expect(giveBack(randomUUID(), 301n)).rejects.toMatchObject({ code: 'hold_exhausted' })
  expect([await balanceOf(payer), await balanceOf(performer)]).toEqual([700n, 300n])
})

test('more than is left of a hold is refused as such', async () => {
  const payer = await rich(100n)
  const transferId = randomUUID()
  await as(payer, (ctx) => hold(ctx, { transferId, payer, amount: roubles(60n), subject, note: 'h' }))
  const tooMuch = as(payer, async (ctx) =>
    release(ctx, { transferId: randomUUID(), hold: await readHold(ctx, transferId), amountMinor: 61n, note: 'h' }),
  )
  await expect(tooMuch).rejects.toMatchObject({ code: 'hold_exhausted' })
})

test('a tip goes to the performer in full', async () => {
  const payer = await rich(500n)
  const performer = person()
  await as(payer, (ctx) =>
    tip(ctx, { transferId: randomUUID(), subject, note: 'thanks', from: payer, to: performer, amount: roubles(500n) }),
  )
  expect(await balanceOf(performer)).toBe(500n)
})

test('the application’s role can write no wallet, transfer, posting or hold by itself', async () => {
  const one = await rich(5n)
  for (const statement of [
    'update wallets set balance_minor = 1000000',
    'delete from postings',
    "insert into wallets (owner_kind, owner_id, kind, currency) values ('account', gen_random_uuid(), 'main', 'RUB')",
    'update holds set captured_minor = 0',
  ]) {
    await expect(as(one, (ctx) => ctx.tx.execute(statement))).rejects.toMatchObject({ cause: { code: '42501' } })
  }
})

test('a person sees own wallets only', async () => {
  const mine = await rich(5n)
  const foreign = await rich(7n)
  expect(await as(mine, (ctx) => balances(ctx, mine))).toHaveLength(1)
  expect(await as(mine, (ctx) => balances(ctx, foreign))).toEqual([])
})

test('a split of any amount by any shares adds up to the last unit', () => {
  const shares = fc.array(fc.bigInt({ min: 0n, max: 2_500n }), { maxLength: 4 })
  fc.assert(
    fc.property(
      fc.bigInt({ min: 1n, max: 10_000_000_000n }),
      shares,
      fc.bigInt({ min: 0n, max: 10_000n }),
      fc.bigInt({ min: 0n, max: 100_000n }),
      (amountMinor, performerBps, bps, floorMinor) => {
        const performers = performerBps.map((one) => ({ accountId: randomUUID(), bps: one }))
        const { legs } = splitPayout({ amountMinor, commission: { bps, floorMinor }, studioId, performers })
        expect(legs.reduce((sum, leg) => sum + leg.amountMinor, 0n)).toBe(amountMinor)
        expect(legs.every((leg) => leg.amountMinor >= 0n)).toBe(true)
      },
    ),
    { numRuns: 2_000 },
  )
})
