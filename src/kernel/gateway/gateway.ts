import type { Money } from '../money.ts'

/** What a gateway is asked to collect. */
export interface GatewayPayment {
  /** Our attempt's id: the gateway knows the payment by it, so asking twice pays once. */
  attemptId: string
  amount: Money
  /** What the payer reads on the gateway's page. */
  description: string
  locale: 'ru' | 'en'
  /** Absolute address of the site to come back to. */
  returnUrl: string
  /** Whether the gateway is to remember what was paid with, so that it can be charged again without the payer. */
  saveMethod?: true
}

/** A card or account that the gateway remembers: we keep its name there, never its number. */
export interface SavedMethod {
  id: string
  /** What its owner knows it by: `•• 4242`. */
  label: string
}

/** What a gateway is asked to take by a saved method, without the payer. */
export interface GatewayCharge {
  /** Our charge's id: the gateway knows it by it, so asking twice takes once. */
  chargeId: string
  amount: Money
  methodId: string
  description: string
}

export type GatewayState = 'pending' | 'succeeded' | 'failed'

/** What a gateway tells of a payment, by its message or when it is asked. */
export interface PaymentNews {
  attemptId: string
  state: GatewayState
  amountMinor: bigint
  /** What was paid with, where it was to be remembered. */
  method?: SavedMethod
}

/** How a payment stands when the gateway is asked. */
export type PaymentStanding =
  | { state: 'pending' }
  | (Omit<PaymentNews, 'attemptId' | 'state'> & { state: 'succeeded' | 'failed' })

/** What a gateway is asked to pay out. */
export interface GatewayPayout {
  /** Our withdrawal's id: the gateway knows the payout by it, so asking twice pays once. */
  payoutId: string
  amount: Money
  /** Number of the card or account to pay to. */
  destination: string
  /** Comes back with the gateway's news. */
  reference: PayoutReference
}

/** Whose withdrawal it is, and in which studio it was asked for. */
export interface PayoutReference {
  studioId: string
  accountId: string
}

/** What a gateway tells of a payout. */
export interface PayoutNews {
  payoutId: string
  state: GatewayState
  amountMinor: bigint
  reference: PayoutReference
}

export type GatewayNews = PaymentNews | PayoutNews

/** A way to take money in from the world outside, and to pay it out. The simulated one needs no account; others stand behind the same door. */
export interface Gateway {
  name: string
  /** Where the payer goes to pay. Needs no network: the attempt is written before the gateway hears of it. */
  paymentUrl(payment: GatewayPayment): string
  /** Reads the gateway's message. Throws the problem `bad_signature` when it is not the gateway's. */
  readMessage(body: unknown, signature: string | undefined): GatewayNews
  /** Asks how a payment stands, and what was paid: for messages that never came. Nothing is known: `pending`. */
  ask(attemptId: string): Promise<PaymentStanding>
  /**
   * Takes money by a saved method, once for an id however often it is asked, and tells how it stands. Rejects when there
   * is no answer before the signal: the money may have been taken all the same, so it is asked again by the same id.
   */
  charge(charge: GatewayCharge, signal: AbortSignal): Promise<GatewayState>
  /**
   * Pays out, once for an id however often it is asked, and tells how it stands. Rejects when there is no answer before
   * the signal: the money may have left all the same, so it is asked again.
   */
  payout(payout: GatewayPayout, signal: AbortSignal): Promise<GatewayState>
}
