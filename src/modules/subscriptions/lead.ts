import { and, desc, eq, ilike, isNull, lt } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { containing } from '../../kernel/database/containing.ts'
import { publish } from '../../kernel/events/event.ts'
import { leadLeft } from './events.ts'
import { leads } from './tables.ts'

export type LeadRow = typeof leads.$inferSelect

/** Keeps the e-mail that a visitor left (P1). The same e-mail again changes nothing, and nobody is told that it is known. */
export async function leaveEmail(ctx: Ctx, email: string): Promise<void> {
  const [lead] = await ctx.tx
    .insert(leads)
    .values({ email, name: '', source: 'site' })
    .onConflictDoNothing()
    .returning({ id: leads.id })
  if (lead) await publish(ctx, leadLeft, { subject: { type: 'lead', id: lead.id }, payload: { email } })
}

/** Whoever registers as an owner is a lead until they pay; one who had left their e-mail is the same lead (P1, P2). */
export async function becomeLead(ctx: Ctx, person: { email: string; name: string; accountId: string }): Promise<void> {
  const { name, accountId } = person
  await ctx.tx
    .insert(leads)
    .values({ ...person, source: 'registration' })
    .onConflictDoUpdate({ target: leads.email, set: { name, accountId }, setWhere: isNull(leads.accountId) })
}

/** The owner of this account has paid: no lead any more, but won (P2). */
export async function winLead(ctx: Ctx, accountId: string): Promise<void> {
  await ctx.tx
    .update(leads)
    .set({ state: 'won' })
    .where(and(eq(leads.accountId, accountId), eq(leads.state, 'new')))
}

/** Leads, the newest first, for the operator (P20). `before` is the id of the page's last row. */
export function listLeads(
  ctx: Ctx,
  { search, before, limit }: { search?: string | undefined; before?: string | undefined; limit: number },
): Promise<LeadRow[]> {
  return ctx.tx
    .select()
    .from(leads)
    .where(and(search ? ilike(leads.email, containing(search)) : undefined, before ? lt(leads.id, before) : undefined))
    .orderBy(desc(leads.id))
    .limit(limit)
}
