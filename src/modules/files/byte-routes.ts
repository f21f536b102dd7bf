import { and, eq, gt } from 'drizzle-orm'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { accountOf, type Ctx } from '../../kernel/context.ts'
import { lockNamed } from '../../kernel/database/index.ts'
import { publish } from '../../kernel/events/event.ts'
import type { Access, App } from '../../kernel/http/types.ts'
import { problem } from '../../kernel/problem.ts'
import type { BlobStore } from '../../kernel/storage/index.ts'
import { events } from '../../kernel/tables.ts'
import { subjectOf, toldOf } from './access.ts'
import { FILE, SHOWN_FILE, SHOWN_PICTURE } from './addresses.ts'
import { type DerivedKind, type FileInSight, findInSight, findShown } from './describe.ts'
import { fileDownloaded, filePreviewed } from './events.ts'
import { findPicture } from './picture.ts'
import { fromTheBeginning, givenOf, type Served, serve } from './serve.ts'

const params = z.object({ studio: z.string(), file: z.uuid() })
/** Of a Range header, as much as the audit log keeps. */
const MOST_OF_RANGE = 100
/** Parts that an account fetches within so many minutes of an entry belong to it. */
const ONE_FETCH_MINUTES = 10
const BYTES = z.unknown().describe('the bytes; ranges, ETag (the hash) and If-Range are honoured')

/** From where bytes are fetched, and by what a file is found there. */
interface Shelf {
  base: string
  access: Access
  find(ctx: Ctx, fileId: string): Promise<FileInSight>
  /** Fetching is audited where people are known; what everybody may see would flood the log. */
  audited: boolean
}

const SHELVES: readonly Shelf[] = [
  { base: FILE, access: { kind: 'member' }, find: findInSight, audited: true },
  { base: SHOWN_FILE, access: { kind: 'public' }, find: findShown, audited: false },
]

/** What is made of files, each at its address. */
const DERIVED: readonly [path: string, kind: DerivedKind, summary: string][] = [
  ['preview', 'preview', 'A low-bitrate MP3 of a sound'],
  ['peaks', 'peaks', 'The outline of a sound: `{ seconds, secondsPerBar, min, max }`, each bar −127 to 127'],
  ['peaks/detail', 'detail', 'The same, up to sixteen times finer, for zooming in'],
  ['thumbnail', 'thumbnail', 'A small WebP of a picture or a video'],
]

/** The bytes of originals and of what is made of them. */
export function addByteRoutes(app: App, blobs: BlobStore): void {
  for (const shelf of SHELVES) {
    addContent(app, blobs, shelf)
    for (const one of DERIVED) addDerived(app, blobs, shelf, ...one)
  }
  addPictures(app, blobs)
}

function addPictures(app: App, blobs: BlobStore): void {
  app.route({
    method: ['GET', 'HEAD'],
    url: SHOWN_PICTURE,
    config: { access: { kind: 'public' } },
    schema: {
      tags: ['files'],
      summary: 'A picture that the studio shows of itself, by its hash; may be kept for ever',
      params: z.object({ studio: z.string(), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
      response: { 200: BYTES, 206: BYTES },
    },
    handler: async (request, reply) => {
      const found = await request.inStudio((ctx) => findPicture(ctx, request.params.sha256))
      return serve(request, reply, blobs, { ...found, as: 'inline', shown: 'by hash' })
    },
  })
}

function addContent(app: App, blobs: BlobStore, { base, access, find, audited }: Shelf): void {
  app.route({
    method: ['GET', 'HEAD'],
    url: `${base}/content`,
    config: { access },
    schema: {
      tags: ['files'],
      summary: 'The original, bit for bit as sent; 403 `original_locked` while it is in safe keeping',
      params,
      querystring: z.object({ as: z.enum(['attachment', 'inline']).default('attachment') }),
      response: { 200: BYTES, 206: BYTES },
    },
    handler: async (request, reply) => {
      const served = await request.inStudio(async (ctx) => {
        const found = await find(ctx, request.params.file)
        if (found.right !== 'original') throw problem('original_locked')
        if (audited) await toldOfDownload(ctx, found, request)
        return { ...found.file, as: canBeShown(found) ? request.query.as : 'attachment', shown: !audited } as const
      })
      return serve(request, reply, blobs, served)
    },
  })
}

function addDerived(app: App, blobs: BlobStore, shelf: Shelf, path: string, kind: DerivedKind, summary: string): void {
  const { base, access, find, audited } = shelf
  app.route({
    method: ['GET', 'HEAD'],
    url: `${base}/${path}`,
    config: { access },
    schema: { tags: ['files'], summary, params, response: { 200: BYTES, 206: BYTES } },
    handler: async (request, reply) => {
      const served = await request.inStudio(async (ctx): Promise<Served> => {
        const found = await find(ctx, request.params.file)
        const one = found.derived.find((other) => other.kind === kind)
        if (!one) throw problem(found.file.reading === 'waiting' ? 'preview_not_ready' : 'no_such_preview')
        if (audited && kind === 'preview' && fromTheBeginning(request)) await toldOfPreview(ctx, found)
        return { ...one, name: found.file.name, as: 'inline', shown: !audited }
      })
      return serve(request, reply, blobs, served)
    },
  })
}

/**
 * Bytes of an original that are given are an entry, wherever the part begins: put together they are the file. Of the parts
 * that one account fetches soon after each other the first is: a player that seeks asks hundreds of times.
 */
async function toldOfDownload(ctx: Ctx, { file }: FileInSight, request: FastifyRequest): Promise<void> {
  const given = givenOf(request, file)
  if (given === 'nothing' || (given === 'part' && (await wasTold(ctx, file.id)))) return
  const { range } = request.headers
  await publish(ctx, fileDownloaded, {
    subject: subjectOf(file),
    payload: { ...toldOf(file), ...(given === 'part' && range ? { range: range.slice(0, MOST_OF_RANGE) } : {}) },
  })
}

/** Whether the log has an entry of this account's fetching the file within the last minutes. Who asks at once waits. */
async function wasTold(ctx: Ctx, fileId: string): Promise<boolean> {
  const accountId = accountOf(ctx.actor)
  if (!accountId) return false
  await lockNamed(ctx, 'downloads', `${fileId} ${accountId}`)
  const [told] = await ctx.tx
    .select({ id: events.id })
    .from(events)
    .where(
      and(
        ...[eq(events.studioId, ctx.studioId), eq(events.subjectId, fileId), eq(events.name, fileDownloaded.name)],
        ...[
          eq(events.actorAccountId, accountId),
          gt(events.occurredAt, ctx.now.subtract({ minutes: ONE_FETCH_MINUTES })),
        ],
      ),
    )
    .limit(1)
  return told !== undefined
}

function toldOfPreview(ctx: Ctx, { file }: FileInSight) {
  return publish(ctx, filePreviewed, { subject: subjectOf(file), payload: toldOf(file) })
}

/** What an element of ours may show in place. Whatever could run something is saved, not shown. */
function canBeShown({ file }: FileInSight): boolean {
  return file.kind !== 'other'
}
