import { m } from '../../../web/generated/messages/messages.js'
import { getLocale } from '../../../web/generated/messages/runtime.js'
import { amountText } from '../../../web/ui/Money.tsx'
import { stageName } from '../../../web/ui/stage-name.ts'

type Values = Readonly<Record<string, string | number>>

/** What happened, in a sentence; nothing for what a card shows already. */
export function noticeWords(notice: string, values: Values): string {
  const of = (name: string) => String(values[name] ?? '')
  const sentences: Record<string, () => string> = {
    'project.opened': () => m.notice_project_opened({ title: of('title') }),
    'project.completed': m.notice_project_completed,
    'project.cancelled': m.notice_project_cancelled,
    'stage.planned': () => m.notice_stage_planned({ stage: stageName(of('stage')) }),
    'stage.current': () => m.notice_stage_current({ stage: stageName(of('stage')) }),
    'stage.done': () => m.notice_stage_done({ stage: stageName(of('stage')) }),
    'offer.made': () => m.notice_offer_made({ number: of('number') }),
    'offer.paid': () => m.notice_offer_paid({ number: of('number') }),
    'version.delivered': () => m.notice_version_delivered({ title: of('title'), number: of('number') }),
    'version.approved': () => m.notice_version_approved({ title: of('title'), number: of('number') }),
    'round.paid': () => m.notice_round_paid({ amount: amountOf(values) }),
    'round.given': () => m.notice_round_given({ included: of('included') }),
    'changes.requested': () => m.notice_changes_requested({ round: of('round'), included: of('included') }),
    'completion.pressed': () =>
      values.side === 'client' ? m.notice_completion_client() : m.notice_completion_studio(),
    'completion.taken_back': m.notice_completion_taken_back,
    'rating.given': () => m.notice_rating({ score: of('score') }),
    'tip.sent': () => m.notice_tip({ to: of('to'), amount: amountOf(values) }),
    'dispute.opened': () => DISPUTE_CAUSES[of('cause')]?.() ?? m.notice_dispute_opened(),
    'dispute.decided': () => decisionWords(Number(values.clientBps ?? 0)),
    'summary.issued': m.notice_summary,
  }
  return sentences[notice]?.() ?? notice
}

/** Disputes that nobody opened by hand. */
const DISPUTE_CAUSES: Readonly<Record<string, () => string>> = {
  silence: m.notice_dispute_silence,
  client_blocked: m.notice_dispute_blocked,
}

function amountOf({ amountMinor = 0, currency = 'RUB' }: Values): string {
  return amountText({ amountMinor: String(amountMinor), currency: String(currency) })
}

function decisionWords(clientBps: number): string {
  if (clientBps === 0) return m.notice_dispute_released()
  if (clientBps === 10_000) return m.notice_dispute_refunded()
  const style = { style: 'percent', maximumFractionDigits: 2 } as const
  return m.notice_dispute_split({ share: new Intl.NumberFormat(getLocale(), style).format(clientBps / 10_000) })
}
