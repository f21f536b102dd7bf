import { z } from 'zod'
import { type Ctx, membershipOf } from '../../kernel/context.ts'
import { publish, type Subject } from '../../kernel/events/event.ts'
import { enqueue } from '../../kernel/jobs/jobs.ts'
import { problem } from '../../kernel/problem.ts'
import type { AnnouncedUpload, BlobStore, Incoming, StoredBlob } from '../../kernel/storage/index.ts'
import { type FileRow, grantAccess, subjectOf, toldOf } from './access.ts'
import { type Content, contentOf, plainName } from './content.ts'
import type { Derived } from './describe.ts'
import { fileUploaded } from './events.ts'
import { countIn, reserveRoom } from './quota.ts'
import { blobs, derivedFiles, type FileFacts, files } from './tables.ts'

/** The name of the job that reads a file's content. */
export const READ_FILE = 'files.read'

/** What a client says of a file before sending it; `subject…` is what it is meant for. */
const saidSchema = z.object({
  filename: z.string().min(1).max(1000),
  filetype: z.string().max(200).optional(),
  subjectType: z.string().regex(/^[a-z_]{1,40}$/),
  subjectId: z.uuid(),
})

/** What is remembered with an upload until it is whole: enough to take it over without its sender. */
export interface UploadLabels {
  studioId: string
  membershipId: string
  role: string
  name: string
  declaredType: string
  subjectType: string
  subjectId: string
}

/**
 * Admits an announced upload to the studio's storage: its metadata is right, it is not larger than `limitBytes`, and there
 * is room for it under the plan, which is kept for it. Throws ZodError, `upload_too_large` or `storage_quota_exceeded`.
 */
export async function admitUpload(
  ctx: Ctx,
  announced: AnnouncedUpload,
  limits: { limitBytes: number; lifeMs: number },
): Promise<UploadLabels> {
  const said = saidSchema.parse(announced.said)
  const membershipId = membershipOf(ctx.actor)
  if (ctx.actor.kind !== 'profile' || !membershipId) throw problem('forbidden')
  const { limitBytes } = limits
  if (announced.bytes > limitBytes) throw problem('upload_too_large', { params: { limitBytes } })
  await reserveRoom(ctx, { id: announced.id, bytes: announced.bytes, lifeMs: limits.lifeMs })
  return {
    studioId: ctx.studioId,
    membershipId,
    role: ctx.actor.role,
    name: plainName(said.filename),
    declaredType: said.filetype ?? '',
    subjectType: said.subjectType,
    subjectId: said.subjectId,
  }
}

/** A file whose bytes are stored, before there is a row of it. */
export interface PreparedFile {
  name: string
  blob: StoredBlob
  content: Content
  declaredType?: string
  /** What was learned and made of it already: then no job reads it. */
  made?: { facts: FileFacts; derived: readonly Derived[] }
}

/** Stores bytes that the platform itself made (a PDF, the demo world's music). Outside any transaction. */
export async function prepareFile(store: BlobStore, name: string, bytes: Incoming): Promise<PreparedFile> {
  const blob = await store.put(bytes)
  return { name: plainName(name), blob, content: await contentOf(store, blob.sha256, blob.bytes) }
}

/**
 * Writes the row of a file whose bytes are stored, lets its sender see it, counts it in and has its content read. With an
 * id that is known already it changes nothing: an upload is taken over once, however often that is tried (R8).
 */
export async function addFile(
  ctx: Ctx,
  file: PreparedFile & { id?: string; subject: Subject; senderMembershipId: string | null },
): Promise<string> {
  const { blob, content, subject, senderMembershipId, made } = file
  await ctx.tx.insert(blobs).values(blob).onConflictDoNothing()
  const [added] = await ctx.tx
    .insert(files)
    .values({
      studioId: ctx.studioId,
      ...(file.id === undefined ? {} : { id: file.id }),
      name: file.name,
      declaredType: file.declaredType || null,
      mediaType: content.mediaType,
      kind: content.kind,
      bytes: blob.bytes,
      sha256: blob.sha256,
      senderMembershipId,
      subjectType: subject.type,
      subjectId: subject.id,
      reading: made ? 'read' : content.kind === 'sound' || content.kind === 'picture' ? 'waiting' : 'unneeded',
      facts: made?.facts ?? {},
    })
    .onConflictDoNothing()
    .returning()
  if (!added) return file.id ?? ''
  await keepDerived(ctx, added.id, made?.derived ?? [])
  await welcome(ctx, added)
  return added.id
}

/** Keeps what was made of a file, whose bytes are stored. Harmless when repeated. */
export async function keepDerived(ctx: Ctx, fileId: string, derived: readonly Derived[]): Promise<void> {
  if (derived.length === 0) return
  const stored = derived.map(({ sha256, bytes }) => ({ sha256, bytes }))
  await ctx.tx.insert(blobs).values(stored).onConflictDoNothing()
  await ctx.tx
    .insert(derivedFiles)
    .values(derived.map((one) => ({ studioId: ctx.studioId, fileId, ...one })))
    .onConflictDoNothing()
}

async function welcome(ctx: Ctx, file: FileRow): Promise<void> {
  if (file.senderMembershipId) {
    const access = [{ to: { membershipId: file.senderMembershipId }, right: 'original' }] as const
    await grantAccess(ctx, { fileIds: [file.id], access })
  }
  await countIn(ctx, file)
  await publish(ctx, fileUploaded, { subject: subjectOf(file), payload: toldOf(file) })
  if (file.reading === 'waiting') {
    await enqueue(ctx, READ_FILE, { studioId: ctx.studioId, fileId: file.id }, { key: `${READ_FILE}:${file.id}` })
  }
}
