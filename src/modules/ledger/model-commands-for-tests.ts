import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { CURRENCIES, type Money } from '../../kernel/money.ts'
import type { Command } from './command.ts'
import { LedgerModel } from './model-for-tests.ts'
import type { Refund } from './refund.ts'
import { splitPayout } from './split.ts'
import { captureCommand, type Hold, holdCommand, type PayoutLeg, paymentCommand, releaseCommand } from './verbs.ts'
import { GATEWAY_WALLET, type WalletOwner } from './wallet.ts'

type Payer = WalletOwner & { kind: 'account' | 'studio' }

/** The people of one run, with wallets that nobody else has, and what they did so far. */
export interface World {
  model: LedgerModel
  studioId: string
  payers: Payer[]
  platform: WalletOwner
  posted: Command[]
  refunded: Refund[]
  holds: Hold[]
  captures: { hold: Hold; paid: PayoutLeg[] }[]
}

/** Four people, a studio and a platform of their own, all of them without money. */
export function newWorld(): World {
  const studioId = randomUUID()
  const people = Array.from({ length: 4 }, (): Payer => ({ kind: 'account', id: randomUUID() }))
  return {
    model: new LedgerModel(),
    studioId,
    payers: [{ kind: 'studio', id: studioId }, ...people],
    platform: { kind: 'platform', id: randomUUID() },
    posted: [],
    refunded: [],
    holds: [],
    captures: [],
  }
}

/** Commands that arrive at once. They have the effect of some order: of the one they came in unless `anyOrder`. */
export type Step = { post: Command[]; anyOrder?: true } | { refund: Refund }

const DEEDS = {
  topUp: 14,
  hold: 16,
  capture: 14,
  release: 8,
  refund: 5,
  tip: 7,
  transfer: 8,
  against: 6,
  retry: 6,
  other: 4,
  overdraft: 4,
  overuse: 4,
  ahead: 3,
  twice: 3,
} as const

/** What somebody tries, before it is known who is there and what they have. It shrinks to nothing at all. */
export interface Deed {
  what: keyof typeof DEEDS | 'nothing'
  who: number
  whom: number
  amount: number
  percent: number
  currency: number
}

const share = (max: number) => fc.integer({ min: 1, max })
const deedArbitrary = fc.oneof(
  { withCrossShrink: true },
  { weight: 0, arbitrary: fc.constant<Deed>({ what: 'nothing', who: 0, whom: 0, amount: 1, percent: 1, currency: 0 }) },
  ...Object.entries(DEEDS).map(([what, weight]) => ({
    weight,
    arbitrary: fc.record<Deed>({
      what: fc.constant(what as Deed['what']),
      who: fc.nat(99),
      whom: fc.nat(99),
      amount: share(1_000),
      percent: share(100),
      currency: fc.nat(1),
    }),
  })),
)

/** A run's deeds. */
export const deedsArbitrary = (length: number) => fc.array(deedArbitrary, { minLength: length, maxLength: length })

/** What a deed comes to in this world, as it stands. Nothing when there is, say, no hold to capture yet. */
export function stepOf(world: World, deed: Deed): Step | undefined {
  const { model } = world
  const who = pick(world.payers, deed.who)
  const whom = pick(
    world.payers.filter((one) => one !== who),
    deed.whom,
  )
  const currency = CURRENCIES[deed.currency] ?? 'RUB'
  const amount = { amountMinor: BigInt(deed.amount), currency }
  const hold = pick(world.holds, deed.who)
  const before = pick(world.posted, deed.who)
  if (!who || !whom) return undefined
  const has = model.balance(who, 'main', currency)
  const pay = (from: WalletOwner, to: WalletOwner, amountMinor: bigint) =>
    paymentCommand('transfer', { ...movement(world), from, to, amount: { amountMinor, currency } })
  switch (deed.what) {
    case 'nothing':
      return undefined
    case 'topUp':
      return { post: [paymentCommand('top_up', { ...movement(world), from: GATEWAY_WALLET, to: who, amount })] }
    case 'hold':
      return { post: [holdCommand({ ...movement(world), payer: who, amount })] }
    case 'capture': {
      if (!hold) return undefined
      const paid = splitOf(world, partOf(model.left(hold.id), deed.percent), deed)
      world.captures.push({ hold, paid })
      return { post: [captureCommand({ transferId: randomUUID(), hold, legs: paid, note: 'capture' })] }
    }
    case 'release':
      return hold && { post: [releasing(hold, partOf(model.left(hold.id), deed.percent))] }
    case 'refund': {
      if (deed.percent > 80) return again(world.refunded, deed.who)
      const capture = pick(world.captures, deed.who)
      if (!capture) return undefined
      const total = capture.paid.reduce((sum, leg) => sum + leg.amountMinor, 0n)
      const amountMinor = partOf(total, deed.percent)
      return { refund: { transferId: randomUUID(), holdId: capture.hold.id, amountMinor, reason: 'back' } }
    }
    case 'tip':
      return { post: [paymentCommand('tip', { ...movement(world), from: who, to: whom, amount })] }
    case 'transfer':
      return { post: [pay(who, whom, amount.amountMinor)] }
    case 'against':
      return { post: [pay(who, whom, BigInt(deed.amount)), pay(whom, who, BigInt(deed.percent))] }
    case 'retry':
      return before && { post: [before] }
    case 'other':
      return before && { post: [{ ...before, subject: { type: 'project', id: randomUUID() } }] }
    case 'overdraft':
      return { post: [pay(who, whom, has + BigInt(deed.amount))] }
    case 'overuse':
      return hold && { post: [releasing(hold, model.left(hold.id) + BigInt(deed.amount))] }
    case 'ahead':
      // Spent before it comes in: refused, though the two together would add up.
      return { post: [pay(who, whom, has + BigInt(deed.percent)), topUpFor(world, who, amount)] }
    case 'twice': {
      const command = holdCommand({ ...movement(world), payer: who, amount })
      return { post: [command, command], anyOrder: true }
    }
  }
}

const topUpFor = (world: World, to: WalletOwner, amount: Money) =>
  paymentCommand('top_up', { ...movement(world), from: GATEWAY_WALLET, to, amount })

const again = (refunded: readonly Refund[], index: number): Step | undefined => {
  const refund = pick(refunded, index)
  return refund && { refund }
}

function movement({ studioId }: World) {
  return { transferId: randomUUID(), subject: { type: 'studio', id: studioId }, note: 'model' }
}

function releasing(hold: Hold, amountMinor: bigint): Command {
  return releaseCommand({ transferId: randomUUID(), hold, amountMinor, note: 'release' })
}

function splitOf({ payers, platform, studioId }: World, amountMinor: bigint, deed: Deed): PayoutLeg[] {
  const people = payers.filter((one) => one.kind === 'account')
  const performers = people.slice(0, deed.whom % 4).map(({ id }) => ({ accountId: id, bps: BigInt(deed.amount * 3) }))
  const commission = { bps: BigInt(deed.percent * 10), floorMinor: 1n }
  const { legs } = splitPayout({ amountMinor, commission, studioId, performers })
  return legs.map((leg) => (leg.role === 'commission' ? { ...leg, to: platform } : leg))
}

/** At least one unit: a part of nothing is too much. */
function partOf(whole: bigint, percent: number): bigint {
  const part = (whole * BigInt(percent)) / 100n
  return part > 0n ? part : 1n
}

function pick<T>(list: readonly T[], index: number): T | undefined {
  return list.length > 0 ? list[index % list.length] : undefined
}
