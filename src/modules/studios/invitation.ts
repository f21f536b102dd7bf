import { createHash, randomBytes } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import type pg from 'pg'
import { type Ctx, membershipOf } from '../../kernel/context.ts'
import { publish } from '../../kernel/events/event.ts'
import { sendMail } from '../../kernel/mail/index.ts'
import { problem } from '../../kernel/problem.ts'
import { invitationMail } from '../identity/index.ts'
import { invitationAccepted, invitationWithdrawn, memberInvited } from './events.ts'
import { assertSeatToInvite } from './limits.ts'
import { join } from './membership.ts'
import { assertGivable } from './permission-set.ts'
import { invitations, memberships, studios } from './tables.ts'

const VALID_DAYS = 14

export interface NewInvitation {
  email: string
  role: 'manager' | 'staff' | 'client'
  displayName: string
  title: string
  permissionSetId: string | null
}

/**
 * Invites an e-mail into the studio; the link goes there by mail and is kept only as a hash (R1). Returns its id. Throws
 * `seats_exhausted`, and what `assertGivable` throws.
 */
export async function invite(ctx: Ctx, invitation: NewInvitation, baseUrl: string): Promise<string> {
  const invitedBy = membershipOf(ctx.actor)
  if (!invitedBy) throw problem('forbidden')
  if (invitation.permissionSetId) await assertGivable(ctx, invitation.role, invitation.permissionSetId)
  if (invitation.role !== 'client') await assertSeatToInvite(ctx)
  const token = randomBytes(24).toString('base64url')
  const [made] = await ctx.tx
    .insert(invitations)
    .values({
      studioId: ctx.studioId,
      ...invitation,
      tokenHash: hashOfToken(token),
      invitedBy,
      expiresAt: ctx.now.add({ hours: VALID_DAYS * 24 }),
    })
    .returning({ id: invitations.id })
  const [place] = await ctx.tx
    .select({ studio: studios.name, locale: studios.locale, inviter: memberships.displayName })
    .from(studios)
    .innerJoin(memberships, and(eq(memberships.studioId, studios.id), eq(memberships.id, invitedBy)))
    .where(eq(studios.id, ctx.studioId))
  if (!made || !place) throw problem('not_found')
  await sendMail(ctx, invitationMail({ ...place, email: invitation.email, link: `${baseUrl}/invitation/${token}` }))
  await publish(ctx, memberInvited, {
    subject: { type: 'invitation', id: made.id },
    payload: { role: invitation.role, email: invitation.email, displayName: invitation.displayName },
  })
  return made.id
}

/** Takes an invitation back. Throws `conflict` when it was accepted meanwhile. */
export async function withdrawInvitation(ctx: Ctx, id: string): Promise<void> {
  const [row] = await ctx.tx
    .update(invitations)
    .set({ state: 'withdrawn' })
    .where(and(eq(invitations.studioId, ctx.studioId), eq(invitations.id, id), eq(invitations.state, 'sent')))
    .returning()
  if (!row) {
    const known = await ctx.tx
      .select({ id: invitations.id })
      .from(invitations)
      .where(and(eq(invitations.studioId, ctx.studioId), eq(invitations.id, id)))
    throw problem(known.length > 0 ? 'conflict' : 'not_found')
  }
  await publish(ctx, invitationWithdrawn, {
    subject: { type: 'invitation', id },
    payload: { email: row.email },
    before: { state: 'sent' },
    after: { state: 'withdrawn' },
  })
}

export interface FoundInvitation {
  studioId: string
  id: string
  email: string
  role: 'manager' | 'staff' | 'client'
  displayName: string
  slug: string
  studioName: string
}

/** The open invitation behind a link's token. Throws `link_expired` when there is none, or it is over. */
export async function findInvitation(pool: pg.Pool, token: string): Promise<FoundInvitation> {
  const { rows } = await pool.query({
    name: 'invitation_by_token',
    text: `select studio_id as "studioId", id, email, role, display_name as "displayName", slug, studio_name as "studioName"
           from invitation_by_token($1) where state = 'sent' and expires_at > now()`,
    values: [hashOfToken(token)],
  })
  if (!rows[0]) throw problem('link_expired')
  return rows[0]
}

/**
 * Accepts the invitation for an account whose e-mail is the invited one: the profile comes to be, the invitation is used
 * up. Of two at once one gets through. Throws `link_expired` for the other, `invitation_for_other` for another e-mail.
 */
export async function acceptInvitation(
  ctx: Ctx,
  id: string,
  account: { id: string; email: string },
): Promise<{ membershipId: string }> {
  const mine = and(eq(invitations.studioId, ctx.studioId), eq(invitations.id, id))
  const [row] = await ctx.tx
    .update(invitations)
    .set({ state: 'accepted' })
    .where(and(mine, eq(invitations.state, 'sent')))
    .returning()
  if (!row || Temporal.Instant.compare(row.expiresAt, ctx.now) < 0) throw problem('link_expired')
  if (row.email !== account.email) throw problem('invitation_for_other')
  const { role, displayName, title, permissionSetId } = row
  const { id: membershipId } = await join(ctx, {
    accountId: account.id,
    role,
    displayName,
    title,
    permissionSetId,
    public: role !== 'client',
  })
  await ctx.tx.update(invitations).set({ acceptedMembershipId: membershipId }).where(mine)
  await publish(ctx, invitationAccepted, {
    subject: { type: 'membership', id: membershipId },
    payload: { role, displayName },
    before: { invitation: 'sent' },
    after: { invitation: 'accepted', permissionSetId },
    audience: [membershipId],
  })
  return { membershipId }
}

function hashOfToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
