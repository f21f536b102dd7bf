import { and, eq, notInArray } from 'drizzle-orm'
import { type Ctx, membershipOf } from '../../kernel/context.ts'
import { publish, type Subject } from '../../kernel/events/event.ts'
import { problem } from '../../kernel/problem.ts'
import { among, type FileRow, type FilesOf, type Grant, grantAccess, type Right, subjectOf, toldOf } from './access.ts'
import { fileAttached } from './events.ts'
import { files } from './tables.ts'

/**
 * Makes a file that the actor has uploaded part of a subject (a message, a version), and gives others their rights to
 * it; the sender has the original already. Once only: the same subject again changes nothing, another one is the problem
 * `file_already_attached`; another's upload is `not_found`.
 */
export async function attachUpload(
  ctx: Ctx,
  upload: { fileId: string; subject: Subject; access: readonly Grant[] },
): Promise<FileRow> {
  const { fileId, subject, access } = upload
  const [attached] = await ctx.tx
    .update(files)
    .set({ state: 'attached', subjectType: subject.type, subjectId: subject.id })
    .where(and(among(ctx, { fileIds: [fileId] }), eq(files.state, 'loose'), sentByActor(ctx)))
    .returning()
  if (!attached) return alreadyAttached(ctx, fileId, subject)
  await grantAccess(ctx, { fileIds: [fileId], access })
  await publish(ctx, fileAttached, {
    subject: subjectOf(attached),
    payload: toldOf(attached),
    audience: access.flatMap(({ to }) => (to === 'studio' ? [] : to.membershipId)),
  })
  return attached
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

async function alreadyAttached(ctx: Ctx, fileId: string, subject: Subject): Promise<FileRow> {
  const [file] = await ctx.tx
    .select()
    .from(files)
    .where(and(among(ctx, { fileIds: [fileId] }), sentByActor(ctx)))
  if (!file || file.state === 'removed') throw problem('not_found')
  if (file.subjectType !== subject.type || file.subjectId !== subject.id) throw problem('file_already_attached')
  return file
}

/** The platform itself may attach what anybody sent; a person only the own. */
function sentByActor(ctx: Ctx) {
  return ctx.actor.kind === 'system' ? undefined : eq(files.senderMembershipId, membershipOf(ctx.actor) ?? '')
}
