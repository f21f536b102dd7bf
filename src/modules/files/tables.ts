import { sql } from 'drizzle-orm'
import { bigint, check, foreignKey, index, integer, jsonb, text, unique, uuid } from 'drizzle-orm/pg-core'
import { instant, platformTable, tenantTable } from '../../kernel/database/index.ts'
import { memberships } from '../studios/index.ts'

/** Bytes that the store has, by their hash. Nothing here says whose they are. */
export const blobs = platformTable(
  'blobs',
  {
    sha256: text().primaryKey(),
    bytes: bigint({ mode: 'number' }).notNull(),
    storedAt: instant().notNull().default(sql`now()`),
  },
  (t) => [check('blobs_sha256', sql`${t.sha256} ~ '^[0-9a-f]{64}$'`), check('blobs_bytes', sql`${t.bytes} >= 0`)],
  { reason: 'the same bytes are stored once, whichever studios they were sent to', grants: ['select', 'insert'] },
)

/** What a file turned out to be, by its content. */
export const FILE_KINDS = ['sound', 'picture', 'video', 'pdf', 'other'] as const
/**
 * `loose`: sent, belongs to nothing yet, only its sender sees it. `attached`: part of its subject. `frozen`: for good.
 * `removed`: taken back by its sender before anybody else had it.
 */
export const FILE_STATES = ['loose', 'attached', 'frozen', 'removed'] as const
/** Whether its content was read for outlines and previews. `unneeded`: there is nothing to be made of this kind. */
export const READING_STATES = ['waiting', 'read', 'unreadable', 'unneeded'] as const

/** `preview`: outline and preview only, the original waits in safe keeping. `original`: all of it. */
export const RIGHTS = ['preview', 'original'] as const

/** What was learned from a file's content. */
export interface FileFacts {
  seconds?: number
  sampleRateHz?: number
  bitDepth?: number | null
  channels?: number
  loudnessLufs?: number | null
  peakDbfs?: number | null
  width?: number
  height?: number
}

/** A file as it was sent (R8). Its id is the upload's, so that an upload taken over twice is one file. */
export const files = tenantTable(
  'files',
  {
    name: text().notNull(),
    declaredType: text(),
    mediaType: text().notNull(),
    kind: text({ enum: FILE_KINDS }).notNull(),
    bytes: bigint({ mode: 'number' }).notNull(),
    sha256: text().notNull(),
    /** Null where the platform itself made the file (a summary, a statement). */
    senderMembershipId: uuid(),
    subjectType: text().notNull(),
    subjectId: uuid().notNull(),
    state: text({ enum: FILE_STATES }).notNull().default('loose'),
    /** What everybody may have of it, signed in or not: a logo, a track of the portfolio. Null: nobody. */
    shown: text({ enum: RIGHTS }),
    reading: text({ enum: READING_STATES }).notNull(),
    facts: jsonb().$type<FileFacts>().notNull().default({}),
  },
  (t) => [
    foreignKey({ columns: [t.sha256], foreignColumns: [blobs.sha256], name: 'files_blob' }),
    foreignKey({
      columns: [t.studioId, t.senderMembershipId],
      foreignColumns: [memberships.studioId, memberships.id],
      name: 'files_sender',
    }),
    index('files_by_subject').on(t.studioId, t.subjectType, t.subjectId, t.id),
    index('files_by_sender').on(t.studioId, t.senderMembershipId, t.id),
    index('files_by_blob').on(t.sha256),
  ],
)

/**
 * Who may see a file: a row for each holder, which nobody else can take away (R10). A sender who deletes hides the file
 * from the own sight; a receiver's row, with its hash and time of receipt, stays.
 */
export const fileAccess = tenantTable(
  'file_access',
  {
    fileId: uuid().notNull(),
    /** The holder. Null is the studio's side: whoever holds `files.see_studio`. */
    membershipId: uuid(),
    right: text({ enum: RIGHTS }).notNull(),
    /** The hash of what was received: the file's own, kept here in the holder's name. */
    sha256: text().notNull(),
    receivedAt: instant().notNull(),
    unlockedAt: instant(),
    hiddenAt: instant(),
  },
  (t) => [
    foreignKey({
      columns: [t.studioId, t.fileId],
      foreignColumns: [files.studioId, files.id],
      name: 'file_access_file',
    }),
    foreignKey({
      columns: [t.studioId, t.membershipId],
      foreignColumns: [memberships.studioId, memberships.id],
      name: 'file_access_holder',
    }),
    unique('file_access_once').on(t.studioId, t.fileId, t.membershipId).nullsNotDistinct(),
    index('file_access_by_holder').on(t.studioId, t.membershipId, t.fileId),
  ],
  { grants: ['select', 'insert', 'update'] },
)

/** The sizes of a picture that is shown to everybody, and the one for where no page of ours shows it. */
export const PICTURE_KINDS = ['small', 'medium', 'large', 'full', 'card'] as const
/** What is made of a file and can be made again. `peaks`: the outline. `detail`: the finer one, for zooming in. */
export const DERIVED_KINDS = ['peaks', 'detail', 'preview', 'thumbnail', ...PICTURE_KINDS] as const

export const derivedFiles = tenantTable(
  'derived_files',
  {
    fileId: uuid().notNull(),
    kind: text({ enum: DERIVED_KINDS }).notNull(),
    sha256: text().notNull(),
    mediaType: text().notNull(),
    bytes: integer().notNull(),
  },
  (t) => [
    foreignKey({
      columns: [t.studioId, t.fileId],
      foreignColumns: [files.studioId, files.id],
      name: 'derived_files_file',
    }),
    foreignKey({ columns: [t.sha256], foreignColumns: [blobs.sha256], name: 'derived_files_blob' }),
    unique('derived_files_once').on(t.studioId, t.fileId, t.kind),
    index('derived_files_by_blob').on(t.studioId, t.sha256),
  ],
)

/** How much a studio keeps, and how much it may: one row a studio. */
export const storageUse = tenantTable(
  'storage_use',
  {
    usedBytes: bigint({ mode: 'number' }).notNull().default(0),
    /** By the studio's plan; null until a plan said so. */
    limitBytes: bigint({ mode: 'number' }),
  },
  (t) => [unique('storage_use_once').on(t.studioId), check('storage_use_bytes', sql`${t.usedBytes} >= 0`)],
)

/** Room that is kept for an upload on its way, until it is here, given up, or its life has ended. By the upload's id. */
export const storageReservations = tenantTable(
  'storage_reservations',
  { bytes: bigint({ mode: 'number' }).notNull(), expiresAt: instant().notNull() },
  (t) => [
    index('storage_reservations_by_end').on(t.studioId, t.expiresAt),
    check('storage_reservations_bytes', sql`${t.bytes} >= 0`),
  ],
)
