import type { Api } from '../../../web/generated/api.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { shareText } from '../../../web/ui/index.ts'

export type Dispute = Api['GET /api/console/disputes/{dispute}']['answer']
export type Shares = Api['GET /api/console/disputes/{dispute}/figures']['answer']
export type Share = Shares[number]
export type Part = Share['parts'][number]

/** All of it, in hundredths of a percent. */
export const WHOLE_BPS = 10_000

/** Who opened it, and for which side: `Timur · client`. */
export function openerOf({ openedBy, side }: Pick<Dispute, 'openedBy' | 'side'>): string {
  if (openedBy === null) return m.disputes_by_terms()
  return `${openedBy} · ${side === 'client' ? m.disputes_by_client() : m.disputes_by_studio()}`
}

/** What was decided, in a sentence. */
export function outcomeWords(clientBps: number): string {
  if (clientBps === 0) return m.disputes_was_release()
  if (clientBps === WHOLE_BPS) return m.disputes_was_refund()
  return m.disputes_was_split({ share: shareText(clientBps) })
}

/** Who gets this part. */
export function partName({ role, name }: Part): string {
  if (role === 'client') return m.disputes_to_client()
  if (role === 'performer') return m.disputes_to_performer({ name: name ?? '' })
  return role === 'studio' ? m.disputes_to_studio() : m.disputes_to_platform()
}
