import { sql } from 'drizzle-orm'
import { boolean, check, foreignKey, index, integer, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core'
import { instant, platformTable } from '../../kernel/database/index.ts'

/** better-auth reads and writes these through Drizzle and speaks `Date`. */
const moment = () => timestamp({ withTimezone: true, mode: 'date' })
const made = () => moment().notNull().default(sql`now()`)

/** A person who signs in. One e-mail is one account, however many studios it has profiles in. */
export const accounts = platformTable(
  'accounts',
  {
    id: uuid().primaryKey().default(sql`uuidv7()`),
    name: text().notNull(),
    /** In lower case; the check holds it. */
    email: text().notNull(),
    emailVerified: boolean().notNull().default(false),
    image: text(),
    locale: text({ enum: ['ru', 'en'] })
      .notNull()
      .default('ru'),
    zone: text().notNull().default('Europe/Moscow'),
    operator: boolean().notNull().default(false),
    twoFactorEnabled: boolean().notNull().default(false),
    /** Since when the operator keeps the person out, and why (P20). */
    blockedAt: moment(),
    blockedReason: text(),
    createdAt: made(),
    updatedAt: made(),
  },
  (t) => [
    unique('accounts_email').on(t.email),
    check('accounts_email_lower', sql`${t.email} = lower(${t.email})`),
    check('accounts_block_reason', sql`(${t.blockedAt} is null) = (${t.blockedReason} is null)`),
  ],
  { reason: 'a person signs in before any studio is known', grants: ['select', 'insert', 'update'] },
)

/** Server-side sessions (P9): the cookie carries the token and nothing else. */
export const sessions = platformTable(
  'sessions',
  {
    id: uuid().primaryKey().default(sql`uuidv7()`),
    token: text().notNull(),
    userId: uuid().notNull(),
    expiresAt: moment().notNull(),
    ipAddress: text(),
    userAgent: text(),
    /** Whether a second factor was given when it began, or since: what the account has switched on does not tell (P9). */
    secondFactor: boolean().notNull().default(false),
    /** The profile last chosen, and its studio: where the app opens (P5). */
    activeStudioId: uuid(),
    activeMembershipId: uuid(),
    createdAt: made(),
    updatedAt: made(),
  },
  (t) => [
    unique('sessions_token').on(t.token),
    index('sessions_by_account').on(t.userId),
    foreignKey({ columns: [t.userId], foreignColumns: [accounts.id] }).onDelete('cascade'),
  ],
  { reason: 'read before any studio is known', grants: ['select', 'insert', 'update', 'delete'] },
)

/** How an account proves itself: better-auth's `account` model. The password is a scrypt hash. */
export const credentials = platformTable(
  'credentials',
  {
    id: uuid().primaryKey().default(sql`uuidv7()`),
    accountId: text().notNull(),
    providerId: text().notNull(),
    userId: uuid().notNull(),
    accessToken: text(),
    refreshToken: text(),
    idToken: text(),
    accessTokenExpiresAt: moment(),
    refreshTokenExpiresAt: moment(),
    scope: text(),
    password: text(),
    createdAt: made(),
    updatedAt: made(),
  },
  (t) => [
    unique('credentials_provider').on(t.providerId, t.accountId),
    index('credentials_by_account').on(t.userId),
    foreignKey({ columns: [t.userId], foreignColumns: [accounts.id] }).onDelete('cascade'),
  ],
  { reason: 'read at sign-in', grants: ['select', 'insert', 'update', 'delete'] },
)

/** One-time values of better-auth: password resets. */
export const verifications = platformTable(
  'verifications',
  {
    id: uuid().primaryKey().default(sql`uuidv7()`),
    identifier: text().notNull(),
    value: text().notNull(),
    expiresAt: moment().notNull(),
    createdAt: made(),
    updatedAt: made(),
  },
  (t) => [index('verifications_by_identifier').on(t.identifier)],
  { reason: 'read before any studio is known', grants: ['select', 'insert', 'update', 'delete'] },
)

/** TOTP secrets and backup codes, encrypted by better-auth. */
export const twoFactors = platformTable(
  'two_factors',
  {
    id: uuid().primaryKey().default(sql`uuidv7()`),
    secret: text().notNull(),
    backupCodes: text().notNull(),
    userId: uuid().notNull(),
    verified: boolean().notNull().default(true),
    failedVerificationCount: integer().notNull().default(0),
    lockedUntil: moment(),
    /** The time step of the last code that was taken: neither it nor one before it is taken again (RFC 6238, 5.2). */
    lastStep: integer(),
    /** SHA-256 of the backup codes that were taken: better-auth takes them out of its own list, two at a time if need be. */
    usedCodes: text().array().notNull().default(sql`'{}'`),
  },
  (t) => [
    index('two_factors_by_account').on(t.userId),
    foreignKey({ columns: [t.userId], foreignColumns: [accounts.id] }).onDelete('cascade'),
  ],
  { reason: 'read at sign-in', grants: ['select', 'insert', 'update', 'delete'] },
)

/**
 * Someone who typed an e-mail and must prove it. Whether the e-mail is known makes no difference to the row or to the
 * answer (P7): the account is made, or found, when the code comes back.
 */
export const registrations = platformTable(
  'registrations',
  {
    id: uuid().primaryKey().default(sql`uuidv7()`),
    intent: text({ enum: ['owner', 'client', 'invitation'] }).notNull(),
    /** The studio whose client or worker the person becomes. */
    studioId: uuid(),
    /** The invitation that is accepted with it. */
    invitationId: uuid(),
    email: text().notNull(),
    name: text().notNull(),
    passwordHash: text().notNull(),
    locale: text({ enum: ['ru', 'en'] }).notNull(),
    zone: text().notNull(),
    /** SHA-256 of the six digits with the row's id. */
    codeHash: text().notNull(),
    codeExpiresAt: instant().notNull(),
    attempts: integer().notNull().default(0),
    codesSent: integer().notNull().default(1),
    verifiedAt: instant(),
    createdAt: instant().notNull().default(sql`now()`),
  },
  (t) => [
    index('registrations_by_email').on(t.email, t.createdAt),
    check('registrations_attempts', sql`${t.attempts} <= 5`),
    check('registrations_codes', sql`${t.codesSent} <= 5`),
  ],
  { reason: 'written before any studio is known', grants: ['select', 'insert', 'update', 'delete'] },
)

/** Failed sign-ins, for throttling (P9): counted by address and by e-mail, forgotten after a day. */
export const signInFailures = platformTable(
  'sign_in_failures',
  {
    id: uuid().primaryKey().default(sql`uuidv7()`),
    email: text().notNull(),
    ip: text().notNull(),
    /** The device, when it had been signed in with this e-mail before. */
    device: text(),
    at: instant().notNull().default(sql`now()`),
  },
  (t) => [index('sign_in_failures_by_email').on(t.email, t.at), index('sign_in_failures_by_ip').on(t.ip, t.at)],
  { reason: 'counted before any studio is known', grants: ['select', 'insert', 'delete'] },
)
