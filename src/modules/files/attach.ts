import { and, eq, ne, notInArray } from 'drizzle-orm'
import { type Ctx, membershipOf } from '../../kernel/context.ts'
import { publishAll, type Subject } from '../../kernel/events/event.ts'
import { problem } from '../../kernel/problem.ts'
import { among, type FileRow, type FilesOf, type Grant, grantAccess, type Right, subjectOf, toldOf } from './access.ts'
import { fileAttached } from './events.ts'
import { files } from './tables.ts'

/** Makes one file part of a subject, as `attachUploads` does many. */
export async function attachUpload(
  ctx: Ctx,
  { fileId, ...upload }: { fileId: string; subject: Subject; access: readonly Grant[] },
): Promise<FileRow> {
  const [file] = await attachUploads(ctx, { ...upload, fileIds: [fileId] })
  if (!file) throw problem('not_found')
  return file
}

/**
 * Makes files that the actor has uploaded part of a subject (a message, a version), and gives others their rights to
 * them; the sender has the originals already. Once only: the same subject again changes nothing, another one is the
 * problem `file_already_attached`; another's upload is `not_found`.
 */
export async function attachUploads(
  ctx: Ctx,
  { fileIds, subject, access }: { fileIds: readonly string[]; subject: Subject; access: readonly Grant[] },
): Promise<FileRow[]> {
  if (fileIds.length === 0) return []
  const attached = await ctx.tx
    .update(files)
    .set({ state: 'attached', subjectType: subject.type, subjectId: subject.id })
    .where(and(among(ctx, { fileIds }), eq(files.state, 'loose'), sentByActor(ctx)))
    .returning()
  const ids = new Set(attached.map(({ id }) => id))
  const before = await attachedBefore(
    ctx,
    fileIds.filter((id) => !ids.has(id)),
    subject,
  )
  if (attached.length === 0) return before
  await grantAccess(ctx, { fileIds: [...ids], access })
  const audience = access.flatMap(({ to }) => (to === 'studio' ? [] : to.membershipId))
  await publishAll(
    ctx,
    fileAttached,
    attached.map((file) => ({
      ...{ subject: subjectOf(file), payload: toldOf(file), audience },
      ...{ before: { state: 'loose' }, after: { state: file.state } },
    })),
  )
  return [...attached, ...before]
}

/** Freezes files for good: what was completed stays as it was (R11). Harmless when repeated. */
export async function freezeFiles(ctx: Ctx, which: FilesOf): Promise<void> {
  await ctx.tx
    .update(files)
    .set({ state: 'frozen' })
    .where(and(among(ctx, which), notInArray(files.state, ['frozen', 'removed'])))
}

/**
 * Shows files to everybody, signed in or not (a studio's logo, a track of its portfolio), or no longer: `right` is what
 * they may have of it, null nothing.
 */
export async function showFiles(ctx: Ctx, which: FilesOf & { right: Right | null }): Promise<void> {
  await ctx.tx.update(files).set({ shown: which.right }).where(among(ctx, which))
}

async function attachedBefore(ctx: Ctx, fileIds: readonly string[], subject: Subject): Promise<FileRow[]> {
  if (fileIds.length === 0) return []
  const found = await ctx.tx
    .select()
    .from(files)
    .where(and(among(ctx, { fileIds }), ne(files.state, 'removed'), sentByActor(ctx)))
  if (found.length < fileIds.length) throw problem('not_found')
  const isElsewhere = (file: FileRow) => file.subjectType !== subject.type || file.subjectId !== subject.id
  if (found.some(isElsewhere)) throw problem('file_already_attached')
  return found
}

/** The platform itself may attach what anybody sent; a person only the own. */
function sentByActor(ctx: Ctx) {
  return ctx.actor.kind === 'system' ? undefined : eq(files.senderMembershipId, membershipOf(ctx.actor) ?? '')
}
