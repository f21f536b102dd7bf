import { createHash } from 'node:crypto'
import type { z } from 'zod'
import { accountOf, type Ctx, membershipOf, type Scope } from '../../kernel/context.ts'
import type { EventKind, Subject } from '../../kernel/events/event.ts'
import { newId } from '../../kernel/ids.ts'
import type { Currency } from '../../kernel/money.ts'
import type { Breakdown } from './tables.ts'
import type { Leg } from './wallet.ts'

export type TransferKind =
  | 'top_up'
  | 'withdrawal'
  | 'hold'
  | 'capture'
  | 'release'
  | 'refund'
  | 'tip'
  | 'fee'
  | 'transfer'

/** One transfer to post, as the posting function takes it. Built by the verbs; nobody else makes one. */
export interface Command {
  /** The client's id: a retry with the same content is harmless. */
  transferId: string
  kind: TransferKind
  subject: Subject
  note: string
  breakdown?: Breakdown
  legs: readonly Leg[]
  /** Opens a hold under the transfer's id. */
  open?: { payer: { kind: 'account' | 'studio'; id: string }; currency: Currency; amountMinor: bigint }
  /** Uses up part of a hold. */
  consume?: { holdId: string; capturedMinor: bigint; releasedMinor: bigint; refundedMinor?: bigint }
  /** What was asked, where the legs follow from what the wallets hold by then: a retry asks the same, with other legs. */
  asked?: Record<string, unknown>
  events: readonly CommandEvent[]
}

export interface CommandEvent {
  name: string
  payload: Record<string, unknown>
  audience: readonly string[]
  /** What its subject was and became, for the audit. */
  before?: Record<string, unknown>
  after?: Record<string, unknown>
}

/** An event for a command, its payload checked as declared. */
export function commandEvent<Schema extends z.ZodType<Record<string, unknown>>>(
  kind: EventKind<string, Schema>,
  payload: z.input<Schema>,
  audience: readonly string[] = [],
): CommandEvent {
  return { name: kind.name, payload: kind.payload.parse(payload), audience }
}

type Acting = Scope & Pick<Ctx, 'now'>

/** The command as JSON for `ledger_post`, with who acts and when. */
export function commandJson(command: Command, acting: Acting): Record<string, unknown> {
  const occurredAt = acting.now.toString()
  const accountId = accountOf(acting.actor) ?? null
  const legs = command.legs
    .filter((leg) => leg.amountMinor !== 0n)
    .map((leg) => ({
      ownerKind: leg.owner.kind,
      ownerId: leg.owner.id,
      kind: leg.kind,
      currency: leg.currency,
      amount: leg.amountMinor.toString(),
      role: leg.role,
    }))
  const accountIds = new Set(legs.filter((leg) => leg.ownerKind === 'account').map((leg) => leg.ownerId))
  return {
    id: command.transferId,
    hash: contentHash(command, legs),
    kind: command.kind,
    studioId: acting.studioId,
    subjectType: command.subject.type,
    subjectId: command.subject.id,
    note: command.note,
    breakdown: command.breakdown ?? null,
    accountIds: [...accountIds],
    actorAccountId: accountId,
    occurredAt,
    legs,
    open: command.open
      ? {
          payerKind: command.open.payer.kind,
          payerId: command.open.payer.id,
          currency: command.open.currency,
          amount: command.open.amountMinor.toString(),
        }
      : null,
    consume: command.consume
      ? {
          holdId: command.consume.holdId,
          captured: command.consume.capturedMinor.toString(),
          released: command.consume.releasedMinor.toString(),
          refunded: (command.consume.refundedMinor ?? 0n).toString(),
        }
      : null,
    events: command.events.map((event) => ({
      id: newId(),
      studioId: acting.studioId,
      name: event.name,
      actorKind: acting.actor.kind,
      actorAccountId: accountId,
      actorMembershipId: membershipOf(acting.actor) ?? null,
      actorRole: acting.actor.kind === 'profile' ? acting.actor.role : null,
      subjectType: command.subject.type,
      subjectId: command.subject.id,
      payload: event.payload,
      before: event.before ?? null,
      after: event.after ?? null,
      audience: event.audience,
      requestId: acting.request.id,
      ip: acting.request.ip ?? null,
      userAgent: acting.request.userAgent?.slice(0, 400) ?? null,
      occurredAt,
    })),
  }
}

/** What makes two commands of one id the same: what moves and what for; not when, nor by which request. */
function contentHash(command: Command, legs: readonly object[]): string {
  const { kind, subject, open, consume, asked } = command
  const content = JSON.stringify(
    asked ? { kind, subject, asked } : { kind, subject, legs, open, consume },
    (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value),
  )
  return createHash('sha256').update(content).digest('hex')
}
