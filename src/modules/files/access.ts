import { and, eq, inArray, isNull, or, type SQL, sql } from 'drizzle-orm'
import { type Ctx, membershipOf } from '../../kernel/context.ts'
import { publishAll, type Subject } from '../../kernel/events/event.ts'
import { problem } from '../../kernel/problem.ts'
import { fileHidden, fileUnlocked } from './events.ts'
import { countOut } from './quota.ts'
import { fileAccess, files, type RIGHTS } from './tables.ts'

export type Right = (typeof RIGHTS)[number]
export type FileRow = typeof files.$inferSelect

/** Who is given a right: one profile, or the studio's side, which is whoever holds `files.see_studio`. */
export type Holder = { membershipId: string } | 'studio'

export interface Grant {
  to: Holder
  right: Right
}

/** Some files, or all that belong to a subject. */
export type FilesOf = { fileIds: readonly string[] } | { subject: Subject }

/**
 * Gives rights to files, received now, each holder in an own row that nobody else can take away (R10). What a holder has
 * already is kept, or raised from preview to original; it is never lowered.
 */
export async function grantAccess(ctx: Ctx, given: FilesOf & { access: readonly Grant[] }): Promise<void> {
  const rows = await ctx.tx.select({ id: files.id, sha256: files.sha256 }).from(files).where(among(ctx, given))
  const values = rows.flatMap(({ id, sha256 }) =>
    given.access.map(({ to, right }) => ({
      studioId: ctx.studioId,
      fileId: id,
      membershipId: to === 'studio' ? null : to.membershipId,
      right,
      sha256,
      receivedAt: ctx.now,
    })),
  )
  if (values.length === 0) return
  await ctx.tx
    .insert(fileAccess)
    .values(values)
    .onConflictDoUpdate({
      target: [fileAccess.studioId, fileAccess.fileId, fileAccess.membershipId],
      set: { right: 'original', unlockedAt: ctx.now },
      setWhere: sql`${fileAccess.right} = 'preview' and excluded."right" = 'original'`,
    })
}

/**
 * Opens the originals to everyone who could only see the preview: after payment or on completion (R10, R11). Each
 * holder who gains by it is told. Harmless when repeated.
 */
export async function unlockOriginals(ctx: Ctx, which: FilesOf): Promise<void> {
  const found = await ctx.tx.select().from(files).where(among(ctx, which))
  if (found.length === 0) return
  const gained = await ctx.tx
    .update(fileAccess)
    .set({ right: 'original', unlockedAt: ctx.now })
    .where(
      and(
        eq(fileAccess.studioId, ctx.studioId),
        inArray(
          fileAccess.fileId,
          found.map((file) => file.id),
        ),
        eq(fileAccess.right, 'preview'),
      ),
    )
    .returning({ fileId: fileAccess.fileId, membershipId: fileAccess.membershipId })
  const holders = Map.groupBy(gained, (row) => row.fileId)
  const opened = found.flatMap((file) => {
    const audience = holders.get(file.id)?.flatMap((row) => row.membershipId ?? [])
    const change = { before: { right: 'preview' }, after: { right: 'original' } }
    return audience ? { subject: subjectOf(file), payload: toldOf(file), ...change, audience } : []
  })
  await publishAll(ctx, fileUnlocked, opened)
}

/** Removes a file from the sight of the profile that asks, as `hideAllFromSight` does many. Throws `not_found`. */
export async function hideFromSight(ctx: Ctx, fileId: string): Promise<void> {
  const hidden = await hideAllFromSight(ctx, { fileIds: [fileId] })
  if (hidden === 0) throw problem('not_found')
}

/**
 * Removes files from the sight of the profile that asks, and from nobody else's (R10): the rows, their hashes and times
 * of receipt stay. What nobody else had yet is gone with it. An owner or manager without a copy of their own removes it
 * from the studio's. Returns how many were in sight.
 */
export async function hideAllFromSight(ctx: Ctx, which: FilesOf): Promise<number> {
  const found = await ctx.tx.select().from(files).where(among(ctx, which))
  const hidden = new Set<string>()
  for (const holder of copiesOf(ctx)) {
    const left = found.flatMap(({ id }) => (hidden.has(id) ? [] : id))
    if (left.length === 0) break
    const now = await ctx.tx
      .update(fileAccess)
      .set({ hiddenAt: ctx.now })
      .where(
        and(
          ...[eq(fileAccess.studioId, ctx.studioId), inArray(fileAccess.fileId, left)],
          ...[holder, isNull(fileAccess.hiddenAt)],
        ),
      )
      .returning({ fileId: fileAccess.fileId })
    for (const { fileId } of now) hidden.add(fileId)
  }
  if (hidden.size === 0) return 0
  await takeBack(ctx, [...hidden])
  const told = found.filter(({ id }) => hidden.has(id))
  await publishAll(
    ctx,
    fileHidden,
    told.map((file) => ({
      ...{ subject: subjectOf(file), payload: toldOf(file) },
      ...{ before: { hidden: false }, after: { hidden: true } },
    })),
  )
  return hidden.size
}

/** Which copies the one who asks may remove, the first that there is: the own, and who leads a studio also the studio's. */
function copiesOf(ctx: Ctx): SQL[] {
  const holders: SQL[] = []
  const membershipId = membershipOf(ctx.actor)
  if (membershipId) holders.push(eq(fileAccess.membershipId, membershipId))
  if (ctx.actor.kind === 'profile' && ['owner', 'manager'].includes(ctx.actor.role)) {
    holders.push(isNull(fileAccess.membershipId))
  }
  return holders
}

/**
 * A file that its sender removes before anybody else had it is gone for good: it can be attached no more, and its room
 * is the studio's again, once.
 */
async function takeBack(ctx: Ctx, fileIds: readonly string[]): Promise<void> {
  const membershipId = membershipOf(ctx.actor)
  if (!membershipId) return
  const own = eq(files.senderMembershipId, membershipId)
  const unheld = sql`not exists (select from ${fileAccess} a where a.file_id = ${files.id} and a.hidden_at is null)`
  const removed = await ctx.tx
    .update(files)
    .set({ state: 'removed' })
    .where(and(among(ctx, { fileIds }), own, eq(files.state, 'loose'), isNull(files.shown), unheld))
    .returning({ bytes: files.bytes })
  const bytes = removed.reduce((sum, file) => sum + file.bytes, 0)
  if (bytes > 0) await countOut(ctx, bytes)
}

/** The condition under which an access row lets the one who asks see its file. The system and the operator see all. */
export function inSight(ctx: Ctx): SQL | undefined {
  if (ctx.actor.kind === 'system' || ctx.actor.kind === 'operator') return undefined
  const membershipId = membershipOf(ctx.actor)
  if (ctx.actor.kind !== 'profile' || !membershipId) return sql`false`
  const own = eq(fileAccess.membershipId, membershipId)
  const held = ctx.actor.permissions.has('files.see_studio') ? or(own, isNull(fileAccess.membershipId)) : own
  return and(held, isNull(fileAccess.hiddenAt))
}

/** The condition that picks the files of this studio. */
export function among(ctx: Ctx, which: FilesOf): SQL | undefined {
  const ours = eq(files.studioId, ctx.studioId)
  if ('subject' in which) {
    return and(ours, eq(files.subjectType, which.subject.type), eq(files.subjectId, which.subject.id))
  }
  return and(ours, inArray(files.id, [...which.fileIds]))
}

/** The file as the subject of an event. */
export function subjectOf(file: FileRow): Subject {
  return { type: 'file', id: file.id }
}

/** What an event tells of a file. */
export function toldOf(file: FileRow) {
  const { name, kind, bytes, sha256 } = file
  return { name, kind, bytes, sha256, belongsTo: { type: file.subjectType, id: file.subjectId } }
}
