import { and, eq, inArray, isNotNull, isNull, ne } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { publish } from '../../kernel/events/event.ts'
import { newId } from '../../kernel/ids.ts'
import type { Rendered } from '../../kernel/media/index.ts'
import { problem } from '../../kernel/problem.ts'
import type { BlobStore } from '../../kernel/storage/index.ts'
import { among, subjectOf, toldOf } from './access.ts'
import type { Derived } from './describe.ts'
import { fileDiscarded } from './events.ts'
import { countOut, reserveRoom } from './quota.ts'
import { type PreparedFile, prepareFile } from './receive.ts'
import { derivedFiles, type FileFacts, fileAccess, files, PICTURE_KINDS } from './tables.ts'

/** How long room is kept for a picture between its admission and its row: far more than storing it takes. */
const STORING_MS = 600_000

/** A picture that was drawn anew, on its way into the store. */
export interface DrawnPicture {
  name: string
  original: Buffer
  facts: FileFacts
  rendered: readonly Rendered[]
}

/** Keeps room for a picture under the studio's plan; the id is the file's to be. Throws `storage_quota_exceeded`. */
export async function admitPicture(ctx: Ctx, bytes: number): Promise<string> {
  const id = newId()
  await reserveRoom(ctx, { id, bytes, lifeMs: STORING_MS })
  return id
}

/** Stores a picture with all that was drawn of it, for `addFile`. Outside any transaction. */
export async function storePicture(store: BlobStore, picture: DrawnPicture): Promise<PreparedFile> {
  const prepared = await prepareFile(store, picture.name, [picture.original])
  const derived: Derived[] = []
  for (const { kind, mediaType, bytes } of picture.rendered) {
    const [known] = PICTURE_KINDS.filter((one) => one === kind)
    if (!known) throw new Error(`no picture is called ${kind}`)
    derived.push({ kind: known, mediaType, ...(await store.put([bytes])) })
  }
  return { ...prepared, made: { facts: picture.facts, derived } }
}

/**
 * Ends a file that something else stands in the place of: it is shown to nobody, sinks out of everybody's sight, and its
 * room is the studio's again, once. For what a studio shows of itself; what people send each other stays (R10).
 */
export async function discardFile(ctx: Ctx, fileId: string): Promise<void> {
  const [gone] = await ctx.tx
    .update(files)
    .set({ state: 'removed', shown: null })
    .where(and(among(ctx, { fileIds: [fileId] }), ne(files.state, 'removed')))
    .returning()
  if (!gone) return
  await ctx.tx
    .update(fileAccess)
    .set({ hiddenAt: ctx.now })
    .where(and(eq(fileAccess.studioId, ctx.studioId), eq(fileAccess.fileId, fileId), isNull(fileAccess.hiddenAt)))
  await countOut(ctx, gone.bytes)
  await publish(ctx, fileDiscarded, {
    subject: subjectOf(gone),
    payload: toldOf(gone),
    before: { removed: false },
    after: { removed: true },
  })
}

/** The picture of this hash, where this studio shows it to everybody now; `not_found` otherwise. */
export async function findPicture(ctx: Ctx, sha256: string): Promise<Derived & { name: string }> {
  const [found] = await ctx.tx
    .select({
      kind: derivedFiles.kind,
      sha256: derivedFiles.sha256,
      mediaType: derivedFiles.mediaType,
      bytes: derivedFiles.bytes,
      name: files.name,
    })
    .from(derivedFiles)
    .innerJoin(files, and(eq(files.studioId, derivedFiles.studioId), eq(files.id, derivedFiles.fileId)))
    .where(
      and(
        eq(derivedFiles.studioId, ctx.studioId),
        eq(derivedFiles.sha256, sha256),
        inArray(derivedFiles.kind, PICTURE_KINDS),
        isNotNull(files.shown),
      ),
    )
    .limit(1)
  if (!found) throw problem('not_found')
  return found
}
