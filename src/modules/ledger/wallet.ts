import type { Currency } from '../../kernel/money.ts'

/** Whose money. `gateway` stands for the world outside: what came in is what it owes. */
export interface WalletOwner {
  kind: 'account' | 'studio' | 'platform' | 'gateway'
  id: string
}

export type WalletKind = 'main' | 'held' | 'receivable' | 'outgoing'

/** One line of a transfer. A positive amount comes in, a negative one goes out. */
export interface Leg {
  owner: WalletOwner
  kind: WalletKind
  currency: Currency
  amountMinor: bigint
  /** What the line is in its transfer. */
  role: LegRole
}

export type LegRole =
  | 'payer'
  | 'payee'
  | 'performer'
  | 'studio'
  | 'commission'
  | 'held'
  | 'gateway'
  | 'debt'
  | 'outgoing'

const THE_ONE = '00000000-0000-7000-8000-000000000000'
/** The platform's own wallet, where commissions go. */
export const PLATFORM_WALLET: WalletOwner = { kind: 'platform', id: THE_ONE }
/** The world outside. */
export const GATEWAY_WALLET: WalletOwner = { kind: 'gateway', id: THE_ONE }
