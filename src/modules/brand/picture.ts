import { type Ctx, membershipOf } from '../../kernel/context.ts'
import { measurePicture, type Rendered, renderPicture, UnreadablePicture } from '../../kernel/media/index.ts'
import { problem } from '../../kernel/problem.ts'
import type { BlobStore } from '../../kernel/storage/index.ts'
import { addFile, admitPicture, attachUpload, discardFile, showFiles, storePicture } from '../files/index.ts'
import { type BrandPicture, dressStudio } from '../studios/index.ts'
import { MAX_BYTES, MAX_PIXELS, MOST_AT_ONCE, type Place, SIZES } from './places.ts'

/** A picture that may be shown: looked at, and drawn anew in every size of its place. */
interface ReadyPicture {
  place: Place
  original: Buffer
  facts: { width: number; height: number }
  rendered: readonly Rendered[]
  ground: BrandPicture['ground']
}

/** Pictures that are drawn in this process, or wait for their turn, with their bytes in memory. */
let underWay = 0

/**
 * Looks at what was sent, by its bytes alone, and draws it anew; nothing is kept yet. At once and not by a job, so that
 * whoever chose the picture is told what is wrong with it. Throws `picture_too_heavy` (over 8 MiB),
 * `picture_too_many_pixels` (over 40 megapixels), `picture_too_small` and `picture_unreadable`, SVG included;
 * `pictures_busy` where twelve are drawn, or wait to be, in this process.
 */
export async function preparePicture(place: Place, original: Buffer): Promise<ReadyPicture> {
  if (underWay >= MOST_AT_ONCE) throw problem('pictures_busy', { retryAfterS: 5 })
  underWay += 1
  try {
    return await drawn(place, original)
  } finally {
    underWay -= 1
  }
}

async function drawn(place: Place, original: Buffer): Promise<ReadyPicture> {
  if (original.byteLength > MAX_BYTES)
    throw problem('picture_too_heavy', { params: { limitMib: MAX_BYTES / 1024 ** 2 } })
  const facts = await measurePicture(original).catch(refuse)
  const { width, height } = facts
  if (width * height > MAX_PIXELS) {
    const params = { megapixels: Math.ceil((width * height) / 1e6), limit: MAX_PIXELS / 1e6 }
    throw problem('picture_too_many_pixels', { params })
  }
  const { minWidth, minHeight, renditions } = SIZES[place]
  if (width < minWidth || height < minHeight) {
    throw problem('picture_too_small', { params: { width, height, minWidth, minHeight } })
  }
  return { place, original, facts, ...(await renderPicture(original, renditions).catch(refuse)) }
}

/**
 * Shows a picture at its place from now on, in place of the one before, which is served no more; the studio's plan has
 * to have room for it. Two transactions with the storing between them. Throws `storage_quota_exceeded`.
 */
export async function keepPicture(
  inStudio: <T>(fn: (ctx: Ctx) => Promise<T>) => Promise<T>,
  store: BlobStore,
  picture: ReadyPicture,
): Promise<BrandPicture> {
  const { place, original, facts, rendered } = picture
  const id = await inStudio((ctx) => admitPicture(ctx, original.byteLength))
  const prepared = await storePicture(store, { name: place, original, facts, rendered })
  const hashes = new Map(prepared.made?.derived.map(({ kind, sha256 }) => [kind as string, sha256]))
  const shown: BrandPicture = {
    fileId: id,
    sizes: sizesOf(rendered).map(({ kind, width, height }) => ({ width, height, sha256: hashes.get(kind) ?? '' })),
    card: hashes.get('card') ?? '',
    ground: picture.ground,
  }
  await inStudio(async (ctx) => {
    const subject = { type: `studio_${place}`, id: ctx.studioId }
    // The studio is locked first: of two pictures sent at once each ends the one before it.
    const before = await dressStudio(ctx, { [place]: shown })
    await addFile(ctx, { ...prepared, id, subject, senderMembershipId: membershipOf(ctx.actor) ?? null })
    await attachUpload(ctx, { fileId: id, subject, access: [{ to: 'studio', right: 'original' }] })
    await showFiles(ctx, { fileIds: [id], right: 'preview' })
    await end(ctx, before[place])
  })
  return shown
}

/** Shows nothing there any more. Throws `not_found` where nothing was shown. */
export async function removePicture(ctx: Ctx, place: Place): Promise<void> {
  const before = await dressStudio(ctx, { [place]: null })
  if (!before[place]) throw problem('not_found')
  await end(ctx, before[place])
}

async function end(ctx: Ctx, picture: BrandPicture | null): Promise<void> {
  if (picture) await discardFile(ctx, picture.fileId)
}

/** The sizes that differ, the narrowest first: what is smaller than a box is drawn the same in all larger ones. */
function sizesOf(rendered: readonly Rendered[]): Rendered[] {
  const sizes = rendered.filter(({ kind }) => kind !== 'card')
  return sizes.filter(({ width }, index) => width > (sizes[index - 1]?.width ?? 0))
}

function refuse(error: unknown): never {
  throw error instanceof UnreadablePicture ? problem('picture_unreadable') : error
}
