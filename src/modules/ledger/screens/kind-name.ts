import type { Api } from '../../../web/generated/api.ts'
import { m } from '../../../web/generated/messages/messages.js'

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
