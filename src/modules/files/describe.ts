import { and, eq, isNotNull, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Ctx } from '../../kernel/context.ts'
import { problem } from '../../kernel/problem.ts'
import { instantSchema } from '../../kernel/time.ts'
import { among, type FileRow, type FilesOf, inSight, type Right } from './access.ts'
import {
  DERIVED_KINDS,
  derivedFiles,
  FILE_KINDS,
  FILE_STATES,
  fileAccess,
  files,
  READING_STATES,
  RIGHTS,
} from './tables.ts'

/** A file as one of its holders sees it, in JSON. */
export const fileSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    mediaType: z.string(),
    kind: z.enum(FILE_KINDS),
    bytes: z.int(),
    sha256: z.string().describe('of the original, bit for bit as sent'),
    state: z.enum(FILE_STATES),
    right: z.enum(RIGHTS).describe('`preview`: the original is in safe keeping'),
    sentBy: z.uuid().nullable().describe('membership of the sender; null: the platform'),
    sentAt: instantSchema,
    receivedAt: instantSchema.describe('when the one who asks received it'),
    belongsTo: z.object({ type: z.string(), id: z.uuid() }),
    reading: z.enum(READING_STATES),
    facts: z.object({
      seconds: z.number().optional(),
      sampleRateHz: z.int().optional(),
      bitDepth: z.int().nullable().optional(),
      channels: z.int().optional(),
      loudnessLufs: z.number().nullable().optional(),
      peakDbfs: z.number().nullable().optional(),
      width: z.int().optional(),
      height: z.int().optional(),
    }),
    derived: z.array(z.enum(DERIVED_KINDS)),
  })
  .meta({ id: 'File' })

export type FileDescription = z.infer<typeof fileSchema>
export type DerivedKind = (typeof DERIVED_KINDS)[number]

/** Something made of a file: which blob, and what it is. */
export interface Derived {
  kind: DerivedKind
  sha256: string
  mediaType: string
  bytes: number
}

/** What is made of a file, in the same round trip. */
const derivedOf = sql<Derived[]>`(
  select coalesce(json_agg(json_build_object(
    'kind', d.kind, 'sha256', d.sha256, 'mediaType', d.media_type, 'bytes', d.bytes) order by d.kind), '[]')
  from ${derivedFiles} d where d.studio_id = ${files.studioId} and d.file_id = ${files.id})`

/** A file in sight of the one who asks, with the best right that the one has to it. */
export interface FileInSight {
  file: FileRow
  right: Right
  receivedAt: Temporal.Instant
  derived: readonly Derived[]
}

/** Describes one file to the one who asks; `not_found` where it is not in sight. */
export async function describeFile(ctx: Ctx, fileId: string): Promise<FileDescription> {
  return inWords(await findInSight(ctx, fileId))
}

/** Describes many at once (the attachments of a page of messages), oldest first; what is not in sight is left out. */
export async function describeFiles(ctx: Ctx, which: FilesOf): Promise<FileDescription[]> {
  return (await allInSight(ctx, which)).map(inWords)
}

/** One file with what is made of it; `not_found` where it is not in sight. */
export async function findInSight(ctx: Ctx, fileId: string): Promise<FileInSight> {
  const [found] = await allInSight(ctx, { fileIds: [fileId] })
  if (!found) throw problem('not_found')
  return found
}

/** A file that is shown to everybody; `not_found` where it is not. */
export async function findShown(ctx: Ctx, fileId: string): Promise<FileInSight> {
  const [row] = await ctx.tx
    .select({ file: files, derived: derivedOf })
    .from(files)
    .where(and(among(ctx, { fileIds: [fileId] }), isNotNull(files.shown)))
  const right = row?.file.shown
  if (!row || !right) throw problem('not_found')
  return { ...row, right, receivedAt: row.file.createdAt }
}

async function allInSight(ctx: Ctx, which: FilesOf): Promise<FileInSight[]> {
  if ('fileIds' in which && which.fileIds.length === 0) return []
  const rows = await ctx.tx
    .select({
      file: files,
      whole: sql<boolean>`bool_or(${fileAccess.right} = 'original')`,
      receivedAt: sql`min(${fileAccess.receivedAt})`.mapWith(fileAccess.receivedAt),
      derived: derivedOf,
    })
    .from(files)
    .innerJoin(fileAccess, and(eq(fileAccess.studioId, files.studioId), eq(fileAccess.fileId, files.id)))
    .where(and(among(ctx, which), inSight(ctx)))
    .groupBy(files.studioId, files.id)
    .orderBy(files.id)
  return rows.map(({ whole, ...row }) => ({ ...row, right: whole ? 'original' : 'preview' }))
}

function inWords({ file, right, receivedAt, derived }: FileInSight): FileDescription {
  const { id, name, mediaType, kind, bytes, sha256, state, reading, facts } = file
  return {
    ...{ id, name, mediaType, kind, bytes, sha256, state, reading, facts, right },
    sentBy: file.senderMembershipId,
    sentAt: file.createdAt.toString(),
    receivedAt: receivedAt.toString(),
    belongsTo: { type: file.subjectType, id: file.subjectId },
    derived: derived.map((one) => one.kind),
  }
}
