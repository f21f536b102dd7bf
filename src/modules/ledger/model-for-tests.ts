import type { Currency } from '../../kernel/money.ts'
import { splitByWeights } from '../../kernel/money.ts'
import type { Command } from './command.ts'
import type { Refund } from './refund.ts'
import type { Leg, WalletKind, WalletOwner } from './wallet.ts'

/** What the ledger answers to one command. */
export type Answer = 'applied' | 'repeated' | 'insufficient_funds' | 'hold_exhausted' | 'transfer_id_reused'

interface HeldMoney {
  amountMinor: bigint
  usedMinor: bigint
  capturedMinor: bigint
  refundedMinor: bigint
  payer: WalletOwner
  currency: Currency
  /** Whom it was paid out to, by the names of their wallets: what each got, less what they gave back. */
  parts: Map<string, { owner: WalletOwner; leftMinor: bigint }>
}

/**
 * What the ledger promises, in the fewest words: a map of balances and a list of rules. The real one must give the same
 * answers and end on the same balances (model.test.ts).
 */
export class LedgerModel {
  readonly balances = new Map<string, bigint>()
  readonly #holds = new Map<string, HeldMoney>()
  readonly #applied = new Map<string, string>()

  /** The balance of a wallet; one that was never used has nothing. */
  balance(owner: WalletOwner, kind: WalletKind, currency: Currency): bigint {
    return this.balances.get(walletKey(owner, kind, currency)) ?? 0n
  }

  /** What is neither captured nor released of a hold. */
  left(holdId: string): bigint {
    const hold = this.#holds.get(holdId)
    return hold ? hold.amountMinor - hold.usedMinor : 0n
  }

  /** Applies a command whole or not at all. */
  apply(command: Command): Answer {
    const { transferId, open, consume, legs } = command
    return this.#once(transferId, contentOf(command), () => {
      const hold = consume && this.#holds.get(consume.holdId)
      const used = consume ? consume.capturedMinor + consume.releasedMinor : 0n
      if (consume && (!hold || used > this.left(consume.holdId))) return 'hold_exhausted'
      if (!this.#move(legs, command.kind === 'capture')) return 'insufficient_funds'
      if (hold && consume) {
        hold.usedMinor += used
        hold.capturedMinor += consume.capturedMinor
        for (const { owner, kind, currency, amountMinor } of legs) {
          if (kind !== 'main' || command.kind !== 'capture' || amountMinor === 0n) continue
          const key = walletKey(owner, kind, currency)
          const leftMinor = (hold.parts.get(key)?.leftMinor ?? 0n) + amountMinor
          hold.parts.set(key, { owner, leftMinor })
        }
      }
      if (open) {
        const nothing = { usedMinor: 0n, capturedMinor: 0n, refundedMinor: 0n }
        this.#holds.set(transferId, { ...open, ...nothing, parts: new Map() })
      }
      return 'applied'
    })
  }

  /** Takes from each payee by what is left of their part: what they have, and the rest as a debt. */
  refund({ transferId, holdId, amountMinor }: Refund): Answer {
    return this.#once(transferId, JSON.stringify([holdId, String(amountMinor)]), () => {
      const held = this.#holds.get(holdId)
      if (!held || held.refundedMinor + amountMinor > held.capturedMinor) return 'hold_exhausted'
      held.refundedMinor += amountMinor
      const { currency, payer } = held
      const payees = [...held.parts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, part]) => part)
      const parts = splitByWeights(
        amountMinor,
        payees.map(({ leftMinor }) => leftMinor),
      )
      for (const [index, payee] of payees.entries()) {
        const owed = parts[index] ?? 0n
        payee.leftMinor -= owed
        const there = this.balance(payee.owner, 'main', currency)
        const now = owed < there ? owed : there
        this.#add(payee.owner, 'main', currency, -now)
        this.#add(payee.owner, 'receivable', currency, now - owed)
      }
      this.#add(payer, 'main', currency, amountMinor)
      return 'applied'
    })
  }

  #once(id: string, content: string, run: () => Answer): Answer {
    const before = this.#applied.get(id)
    if (before !== undefined) return before === content ? 'repeated' : 'transfer_id_reused'
    const answer = run()
    if (answer === 'applied') this.#applied.set(id, content)
    return answer
  }

  #move(legs: readonly Leg[], paysDebts: boolean): boolean {
    const before = new Map(this.balances)
    for (const { owner, kind, currency, amountMinor } of legs) {
      this.#add(owner, kind, currency, amountMinor)
      if (paysDebts && kind === 'main' && amountMinor > 0n) this.#payOff(owner, currency, amountMinor)
    }
    const short = legs.some(
      ({ owner, kind, currency }) =>
        owner.kind !== 'gateway' && kind !== 'receivable' && this.balance(owner, kind, currency) < 0n,
    )
    if (short) for (const [key] of this.balances) this.balances.set(key, before.get(key) ?? 0n)
    return !short
  }

  /** What comes in from a payout pays what its owner owes first. */
  #payOff(owner: WalletOwner, currency: Currency, amountMinor: bigint): void {
    const owed = -this.balance(owner, 'receivable', currency)
    const paid = owed < amountMinor ? owed : amountMinor
    this.#add(owner, 'main', currency, -paid)
    this.#add(owner, 'receivable', currency, paid)
  }

  #add(owner: WalletOwner, kind: WalletKind, currency: Currency, amountMinor: bigint): void {
    if (owner.kind === 'gateway') return
    this.balances.set(walletKey(owner, kind, currency), this.balance(owner, kind, currency) + amountMinor)
  }
}

/** The name of a wallet in the model. */
export function walletKey(owner: WalletOwner, kind: string, currency: string): string {
  return `${owner.kind} ${owner.id} ${kind} ${currency}`
}

function contentOf({ kind, subject, legs, open, consume }: Command): string {
  return JSON.stringify({ kind, subject, legs, open, consume }, (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  )
}
