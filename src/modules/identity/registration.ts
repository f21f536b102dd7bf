import { createHash, randomInt } from 'node:crypto'
import { hashPassword } from 'better-auth/crypto'
import { and, eq, gt, isNull, lt, sql } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { lockNamed } from '../../kernel/database/index.ts'
import { publish } from '../../kernel/events/event.ts'
import { newId } from '../../kernel/ids.ts'
import { sendMail } from '../../kernel/mail/index.ts'
import { problem } from '../../kernel/problem.ts'
import { registrationCodeSent, registrationCodeTried } from './events.ts'
import { registrationMail } from './mails.ts'
import { accounts, credentials, registrations } from './tables.ts'

const CODE_MINUTES = 15
/** Guesses of one registration, however many codes are sent for it; the table's check holds it. */
const MOST_ATTEMPTS = 5
/** Guesses at the codes of one e-mail, over all its registrations of an hour. */
const MOST_GUESSES_AN_HOUR = 15
const MOST_CODES = 5
/** Registrations of one e-mail in an hour: more are answered alike and not written. */
const MOST_AN_HOUR = 6

export type Intent = 'owner' | 'client' | 'invitation'

export interface RegistrationRequest {
  intent: Intent
  studioId?: string
  invitationId?: string
  /** Name of the studio in the mail. */
  place: string
  email: string
  name: string
  password: string
  locale: 'ru' | 'en'
  zone: string
}

/**
 * Notes who wants in and sends a six-digit code to the e-mail. Whether the e-mail is known changes neither the answer
 * nor its time: the password is hashed in both cases (P7). Returns the registration's id.
 */
export async function startRegistration(ctx: Ctx, request: RegistrationRequest): Promise<string> {
  const email = request.email.trim().toLowerCase()
  const id = newId()
  const passwordHash = await hashPassword(request.password)
  await lockNamed(ctx, 'registrations', email)
  const hourAgo = ctx.now.subtract({ hours: 1 })
  const [recent] = await ctx.tx
    .select({ count: sql<number>`count(*)::int` })
    .from(registrations)
    .where(and(eq(registrations.email, email), gt(registrations.createdAt, hourAgo)))
  if ((recent?.count ?? 0) >= MOST_AN_HOUR) return id
  const code = newCode()
  await ctx.tx.insert(registrations).values({
    id,
    intent: request.intent,
    studioId: request.studioId ?? null,
    invitationId: request.invitationId ?? null,
    email,
    name: request.name.trim(),
    passwordHash,
    locale: request.locale,
    zone: request.zone,
    codeHash: hashOfCode(id, code),
    codeExpiresAt: ctx.now.add({ minutes: CODE_MINUTES }),
  })
  await sendCode(ctx, { id, email, locale: request.locale, place: request.place, code })
  return id
}

/** Sends another code; the one before is void, the guesses stay counted. `placeOf` names in the mail where it is for. Unknown, proven or exhausted registrations are answered alike. */
export async function resendCode(
  ctx: Ctx,
  id: string,
  placeOf: (registration: Registration) => Promise<string>,
): Promise<void> {
  const code = newCode()
  const [row] = await ctx.tx
    .update(registrations)
    .set({
      codeHash: hashOfCode(id, code),
      codeExpiresAt: ctx.now.add({ minutes: CODE_MINUTES }),
      codesSent: sql`${registrations.codesSent} + 1`,
    })
    .where(
      and(
        eq(registrations.id, id),
        isNull(registrations.verifiedAt),
        lt(registrations.codesSent, MOST_CODES),
        lt(registrations.attempts, MOST_ATTEMPTS),
      ),
    )
    .returning()
  if (row) await sendCode(ctx, { id, email: row.email, locale: row.locale, place: await placeOf(row), code })
}

/**
 * Counts one attempt, in a transaction of its own so that a wrong code is counted too. Throws `too_many_attempts`,
 * or `link_expired` for a registration that is proven or not there.
 */
export async function countAttempt(ctx: Ctx, id: string) {
  const [row] = await ctx.tx
    .update(registrations)
    .set({ attempts: sql`${registrations.attempts} + 1` })
    .where(and(eq(registrations.id, id), isNull(registrations.verifiedAt), lt(registrations.attempts, MOST_ATTEMPTS)))
    .returning()
  if (row) {
    await publish(ctx, registrationCodeTried, { ...about(id), payload: { email: row.email } })
    await lockNamed(ctx, 'guesses', row.email)
    const [all] = await ctx.tx
      .select({ guesses: sql<number>`sum(${registrations.attempts})::int` })
      .from(registrations)
      .where(and(eq(registrations.email, row.email), gt(registrations.createdAt, ctx.now.subtract({ hours: 1 }))))
    if ((all?.guesses ?? 0) > MOST_GUESSES_AN_HOUR) throw problem('too_many_attempts')
    return row
  }
  const [there] = await ctx.tx.select().from(registrations).where(eq(registrations.id, id))
  throw problem(there && !there.verifiedAt ? 'too_many_attempts' : 'link_expired')
}

export type Registration = typeof registrations.$inferSelect

/**
 * Proves the e-mail by its code and gives the account: the one that the e-mail has already, whose password stays, or a
 * new one. Throws `wrong_code`, `code_expired`, or `link_expired` when a simultaneous request was first.
 */
export async function proveRegistration(ctx: Ctx, registration: Registration, code: string) {
  if (Temporal.Instant.compare(registration.codeExpiresAt, ctx.now) < 0) throw problem('code_expired')
  if (hashOfCode(registration.id, code) !== registration.codeHash) throw problem('wrong_code')
  const claimed = await ctx.tx
    .update(registrations)
    .set({ verifiedAt: ctx.now })
    .where(and(eq(registrations.id, registration.id), isNull(registrations.verifiedAt)))
    .returning({ id: registrations.id })
  if (claimed.length === 0) throw problem('link_expired')
  return findOrMakeAccount(ctx, registration)
}

async function findOrMakeAccount(ctx: Ctx, registration: Registration) {
  const { email, name, locale, zone, passwordHash } = registration
  const id = newId()
  const made = await ctx.tx
    .insert(accounts)
    .values({ id, email, name, locale, zone, emailVerified: true })
    .onConflictDoNothing()
    .returning()
  if (made[0]) {
    await ctx.tx
      .insert(credentials)
      .values({ accountId: id, providerId: 'credential', userId: id, password: passwordHash })
    return { account: made[0], isNew: true }
  }
  const [account] = await ctx.tx.select().from(accounts).where(eq(accounts.email, email))
  if (!account || account.blockedAt) throw problem('link_expired')
  return { account, isNew: false }
}

interface CodeMail {
  email: string
  locale: 'ru' | 'en'
  place: string
  code: string
}

async function sendCode(ctx: Ctx, { id, ...mail }: CodeMail & { id: string }): Promise<void> {
  const [known] = await ctx.tx.select({ id: accounts.id }).from(accounts).where(eq(accounts.email, mail.email))
  await sendMail(ctx, registrationMail({ ...mail, minutes: CODE_MINUTES, known: known !== undefined }))
  await publish(ctx, registrationCodeSent, { ...about(id), payload: { email: mail.email } })
}

function about(id: string) {
  return { subject: { type: 'registration', id } }
}

function newCode(): string {
  return String(randomInt(0, 1_000_000)).padStart(6, '0')
}

function hashOfCode(id: string, code: string): string {
  return createHash('sha256').update(`${id}:${code}`).digest('hex')
}
