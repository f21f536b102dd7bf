import { and, desc, eq, isNull, lt, type SQL, sql } from 'drizzle-orm'
import { unionAll } from 'drizzle-orm/pg-core'
import { type Ctx, membershipOf } from '../../kernel/context.ts'
import { describeFiles, type FileDescription } from './describe.ts'
import { fileAccess, files } from './tables.ts'

export interface FileFilter {
  /** Only what belongs to subjects of this type, or to this one. */
  subjectType?: string
  subjectId?: string
  /** Only what this profile sent (P12). */
  sentBy?: string
  kind?: FileDescription['kind']
  /** Id of the last file of the page before. */
  cursor?: string
  limit: number
}

/**
 * A page of the files in the sight of the one who asks, the newest first. Each holder's rows are walked along their own
 * index and only then put together, so that the first page costs the same at a thousand and at a hundred thousand files.
 */
export async function listFiles(ctx: Ctx, filter: FileFilter): Promise<FileDescription[]> {
  const [own, studios] = holders(ctx).map((holder) => pageOf(ctx, holder, filter))
  if (!own) return []
  const rows = await (studios ? unionAll(own, studios).orderBy(sql`1 desc`) : own)
  const fileIds = [...new Set(rows.map((row) => row.id))].slice(0, filter.limit)
  const described = new Map((await describeFiles(ctx, { fileIds })).map((file) => [file.id, file]))
  return fileIds.flatMap((id) => described.get(id) ?? [])
}

function holders(ctx: Ctx): SQL[] {
  const membershipId = membershipOf(ctx.actor)
  if (ctx.actor.kind !== 'profile' || !membershipId) return []
  const own = eq(fileAccess.membershipId, membershipId)
  return ctx.actor.permissions.has('files.see_studio') ? [own, isNull(fileAccess.membershipId)] : [own]
}

function pageOf(ctx: Ctx, holder: SQL, filter: FileFilter) {
  return ctx.tx
    .select({ id: fileAccess.fileId })
    .from(fileAccess)
    .innerJoin(files, and(eq(files.studioId, fileAccess.studioId), eq(files.id, fileAccess.fileId)))
    .where(
      and(
        eq(fileAccess.studioId, ctx.studioId),
        holder,
        isNull(fileAccess.hiddenAt),
        filter.cursor ? lt(fileAccess.fileId, filter.cursor) : undefined,
        filter.subjectType ? eq(files.subjectType, filter.subjectType) : undefined,
        filter.subjectId ? eq(files.subjectId, filter.subjectId) : undefined,
        filter.sentBy ? eq(files.senderMembershipId, filter.sentBy) : undefined,
        filter.kind ? eq(files.kind, filter.kind) : undefined,
      ),
    )
    .orderBy(desc(fileAccess.fileId))
    .limit(filter.limit)
}
