import type { Ctx } from '../../kernel/context.ts'
import type { Money } from '../../kernel/money.ts'
import { problem } from '../../kernel/problem.ts'
import { tip } from '../ledger/index.ts'
import { postNotice } from '../messaging/index.ts'
import { findPeople } from '../studios/index.ts'
import { findProject } from './project.ts'
import { tips } from './tables.ts'

/**
 * Thanks in money, from the client to one who worked on the project, in full: no split, no commission (R17). The id is
 * the client's, so that a retry is harmless. Throws `no_performer`, `insufficient_funds`, `transfer_id_reused`.
 */
export async function sendTip(
  ctx: Ctx,
  sent: { id: string; projectId: string; performerMembershipId: string; amount: Money; message: string },
): Promise<void> {
  const project = await findProject(ctx, sent.projectId, 'lock')
  if (project.side !== 'client' || ctx.actor.kind !== 'profile') throw problem('forbidden')
  const [performer] = await findPeople(ctx, { membershipIds: [sent.performerMembershipId] })
  if (!performer || !project.staff.includes(performer.membershipId)) throw problem('no_performer')
  const [outcome] = await tip(ctx, {
    ...{ transferId: sent.id, from: { kind: 'account', id: ctx.actor.accountId }, amount: sent.amount },
    ...{ to: { kind: 'account', id: performer.accountId }, subject: { type: 'project', id: project.id } },
    ...{ note: project.title, audience: [performer.membershipId] },
  })
  if (outcome === 'repeated') return
  await ctx.tx.insert(tips).values({
    ...{ studioId: ctx.studioId, id: sent.id, projectId: project.id, fromMembershipId: ctx.actor.membershipId },
    ...{ performerMembershipId: performer.membershipId, ...sent.amount, message: sent.message.trim() },
  })
  await postNotice(ctx, {
    ...{ threadId: project.threadId, projectId: project.id, notice: 'tip.sent', body: sent.message.trim() },
    values: {
      amountMinor: sent.amount.amountMinor.toString(),
      currency: sent.amount.currency,
      to: performer.displayName,
    },
  })
}
