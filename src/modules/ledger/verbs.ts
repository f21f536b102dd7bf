import type { Ctx } from '../../kernel/context.ts'
import type { Subject } from '../../kernel/events/event.ts'
import { type Currency, type Money, moneyJson } from '../../kernel/money.ts'
import { problem } from '../../kernel/problem.ts'
import { type Command, commandEvent } from './command.ts'
import { holdReleased, moneyTransferred, paymentCaptured, paymentHeld, tipSent, walletToppedUp } from './events.ts'
import { type Outcome, post } from './post.ts'
import type { Breakdown } from './tables.ts'
import { GATEWAY_WALLET, type Leg, type LegRole, type WalletOwner } from './wallet.ts'

interface Movement {
  /** The client's id: the same id and content again changes nothing. */
  transferId: string
  subject: Subject
  /** What it is for, as a statement prints it. */
  note: string
  breakdown?: Breakdown
  /** Memberships who are told besides the studio's staff. */
  audience?: readonly string[]
}

export interface Holding extends Movement {
  payer: { kind: 'account' | 'studio'; id: string }
  amount: Money
}

/** The command that moves money from a wallet into a hold (R14). The hold's id is the transfer's. */
export function holdCommand(holding: Holding): Command {
  const { transferId, payer, amount, subject, note, breakdown, audience } = holding
  const { currency, amountMinor } = amount
  return {
    transferId,
    kind: 'hold',
    subject,
    note,
    ...(breakdown ? { breakdown } : {}),
    legs: [
      { owner: payer, kind: 'main', currency, amountMinor: -amountMinor, role: 'payer' },
      { owner: payer, kind: 'held', currency, amountMinor, role: 'held' },
    ],
    open: { payer, currency, amountMinor },
    events: [commandEvent(paymentHeld, { transferId, holdId: transferId, amount: moneyJson(amount), note }, audience)],
  }
}

/** Moves money from a wallet into a hold, in the caller's transaction. Throws `insufficient_funds`. */
export async function hold(ctx: Ctx, holding: Holding): Promise<{ holdId: string }> {
  await post(ctx, [holdCommand(holding)])
  return { holdId: holding.transferId }
}

export interface PayoutLeg {
  to: WalletOwner
  amountMinor: bigint
  role: Extract<LegRole, 'performer' | 'studio' | 'commission' | 'payee'>
  /** A performer's profile in the studio, which is told of this part of the money and of no other. */
  membershipId?: string
}

/** The parts of those who are told of their own. Pure. */
export function sharesOfLegs(legs: readonly PayoutLeg[], currency: Currency) {
  return legs.flatMap(({ membershipId, amountMinor }) =>
    membershipId && amountMinor > 0n ? { membershipId, amount: moneyJson({ amountMinor, currency }) } : [],
  )
}

interface HoldUse extends Omit<Movement, 'subject'> {
  hold: Hold
}

export interface Hold {
  id: string
  payer: { kind: 'account' | 'studio'; id: string }
  currency: Currency
  amountMinor: bigint
  capturedMinor: bigint
  releasedMinor: bigint
  /** Given back of what was paid out. */
  refundedMinor: bigint
  subject: Subject
}

/**
 * Pays held money out, split as the legs say (R15). What the legs add up to is captured; the rest stays held. Throws
 * `hold_exhausted` when less is left in the hold.
 */
export function capture(ctx: Ctx, use: Capture): Promise<Outcome[]> {
  return post(ctx, [captureCommand(use)])
}

/** Gives held money back to who paid it: all that is left, or a part. Throws `hold_exhausted`. */
export function release(ctx: Ctx, use: Release): Promise<Outcome[]> {
  return post(ctx, [releaseCommand(use)])
}

/** Captures and releases, of several holds or of one, in one round trip. Throws `hold_exhausted`. */
export function settleHolds(
  ctx: Ctx,
  uses: { captures: readonly Capture[]; releases: readonly Release[] },
): Promise<Outcome[]> {
  return post(ctx, [...uses.captures.map(captureCommand), ...uses.releases.map(releaseCommand)])
}

export type Capture = HoldUse & { legs: readonly PayoutLeg[] }
export type Release = HoldUse & { amountMinor?: bigint }

/**
 * The command that pays held money out, split as the legs say (R15). What somebody owes after a refund is paid off first
 * out of their part, by the posting function, as a line of its own in the same transfer.
 */
export function captureCommand(use: Capture): Command {
  const { transferId, hold, note, breakdown, audience } = use
  const { currency, payer } = hold
  const total = use.legs.reduce((sum, leg) => sum + leg.amountMinor, 0n)
  const legs: Leg[] = [
    { owner: payer, kind: 'held', currency, amountMinor: -total, role: 'held' },
    ...use.legs.map(({ to, amountMinor, role }) => ({ owner: to, kind: 'main' as const, currency, amountMinor, role })),
  ]
  const payload = { transferId, holdId: hold.id, amount: moneyJson({ amountMinor: total, currency }), note }
  return {
    transferId,
    kind: 'capture',
    subject: hold.subject,
    note,
    ...(breakdown ? { breakdown } : {}),
    legs,
    consume: { holdId: hold.id, capturedMinor: total, releasedMinor: 0n },
    events: [commandEvent(paymentCaptured, { ...payload, shares: sharesOfLegs(use.legs, currency) }, audience)],
  }
}

/** The command that gives held money back: all that is left, or a part. Throws `hold_exhausted` where that is nothing. */
export function releaseCommand(use: Release): Command {
  const { transferId, hold, note, breakdown, audience } = use
  const { currency, payer } = hold
  const amountMinor = use.amountMinor ?? hold.amountMinor - hold.capturedMinor - hold.releasedMinor
  if (amountMinor <= 0n) throw problem('hold_exhausted')
  const payload = { transferId, holdId: hold.id, amount: moneyJson({ amountMinor, currency }), note }
  return {
    transferId,
    kind: 'release',
    subject: hold.subject,
    note,
    ...(breakdown ? { breakdown } : {}),
    legs: [
      { owner: payer, kind: 'held', currency, amountMinor: -amountMinor, role: 'held' },
      { owner: payer, kind: 'main', currency, amountMinor, role: 'payer' },
    ],
    consume: { holdId: hold.id, capturedMinor: 0n, releasedMinor: amountMinor },
    events: [commandEvent(holdReleased, payload, audience)],
  }
}

interface Payment extends Movement {
  from: WalletOwner
  to: WalletOwner
  amount: Money
}

const paymentEvents = { tip: tipSent, transfer: moneyTransferred, top_up: walletToppedUp }

/** A tip goes to the performer alone, in full: no split, no commission (R17). Throws `insufficient_funds`. */
export function tip(ctx: Ctx, payment: Payment): Promise<Outcome[]> {
  return post(ctx, [paymentCommand('tip', payment)])
}

/** Moves money between two wallets. Throws `insufficient_funds`. */
export function transfer(ctx: Ctx, payment: Payment): Promise<Outcome[]> {
  return post(ctx, [paymentCommand('transfer', payment)])
}

/** Credits what the gateway took in. */
export function topUp(ctx: Ctx, payment: Omit<Payment, 'from'>): Promise<Outcome[]> {
  return post(ctx, [paymentCommand('top_up', { ...payment, from: GATEWAY_WALLET })])
}

/** The command that moves money from one wallet to another. */
export function paymentCommand(kind: 'tip' | 'transfer' | 'top_up', movement: Payment): Command {
  const event = commandEvent(paymentEvents[kind], payloadOf(movement), movement.audience)
  const { transferId, from, to, amount, subject, note, breakdown } = movement
  const { currency, amountMinor } = amount
  return {
    transferId,
    kind,
    subject,
    note,
    ...(breakdown ? { breakdown } : {}),
    legs: [
      {
        owner: from,
        kind: 'main',
        currency,
        amountMinor: -amountMinor,
        role: from.kind === 'gateway' ? 'gateway' : 'payer',
      },
      { owner: to, kind: 'main', currency, amountMinor, role: 'payee' },
    ],
    events: [event],
  }
}

function payloadOf(movement: { transferId: string; amount: Money; note: string }) {
  return { transferId: movement.transferId, amount: moneyJson(movement.amount), note: movement.note }
}
