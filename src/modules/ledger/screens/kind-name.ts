import type { Api } from '../../../web/generated/api.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { getLocale } from '../../../web/generated/messages/runtime.js'

export type Kind = Api['GET /api/wallets/statement']['answer']['items'][number]['kind']
/** The kinds that one filters a statement by. */
export const KINDS: readonly Kind[] = ['top_up', 'hold', 'capture', 'release', 'refund', 'tip', 'withdrawal']

/** A kind of movement in the reader's language. */
export function kindName(kind: Kind): string {
  const names: Record<Kind, () => string> = {
    top_up: m.kind_top_up,
    withdrawal: m.kind_withdrawal,
    hold: m.kind_hold,
    capture: m.kind_capture,
    release: m.kind_release,
    refund: m.kind_refund,
    tip: m.kind_tip,
    fee: m.kind_fee,
    transfer: m.kind_transfer,
  }
  return names[kind]()
}

const ROLES: Readonly<Record<string, () => string>> = {
  payer: m.leg_payer,
  payee: m.leg_payee,
  performer: m.leg_performer,
  studio: m.leg_studio,
  commission: m.leg_commission,
  held: m.leg_held,
  gateway: m.leg_gateway,
  debt: m.leg_debt,
  outgoing: m.leg_outgoing,
}

/** What a line is in its transfer, in the reader's language. */
export function roleName(role: string): string {
  return ROLES[role]?.() ?? role
}

/** How a withdrawal stands, in the reader's language. */
export function stateName(state: 'requested' | 'paid' | 'failed'): string {
  const names = { requested: m.withdrawal_requested, paid: m.withdrawal_paid, failed: m.withdrawal_failed }
  return names[state]()
}

const PARTS: Readonly<Record<string, () => string>> = {
  paid: m.part_paid,
  commission: m.part_commission,
  distributable: m.part_distributable,
  performer: m.part_performer,
  studio: m.part_studio,
}

/** A line of what a figure is made of, with its share in percent where it has one; words of its own stay as they are. */
export function partName(label: string, bps?: number): string {
  const name = PARTS[label]?.() ?? label
  if (bps === undefined) return name
  return `${name}, ${new Intl.NumberFormat(getLocale(), { style: 'percent', maximumFractionDigits: 2 }).format(bps / 10_000)}`
}
