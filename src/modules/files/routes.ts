import { z } from 'zod'
import { publish } from '../../kernel/events/event.ts'
import type { App } from '../../kernel/http/types.ts'
import { problem } from '../../kernel/problem.ts'
import type { Services } from '../../kernel/services.ts'
import { hideFromSight, subjectOf, toldOf } from './access.ts'
import { FILE } from './addresses.ts'
import { type DerivedKind, describeFile, type FileInSight, fileSchema, findInSight } from './describe.ts'
import { fileDownloaded, filePreviewed } from './events.ts'
import { describeStorage } from './quota.ts'
import { fromTheBeginning, type Served, serve } from './serve.ts'
import { addUploadRoutes } from './upload-routes.ts'

const params = z.object({ studio: z.string(), file: z.uuid() })
const member = { access: { kind: 'member' } } as const
const BYTES = z.unknown().describe('the bytes; ranges, ETag (the hash) and If-Range are honoured')

/** What can be asked of files over HTTP. */
export function addFileRoutes(app: App, services: Services): void {
  addUploadRoutes(app, services)
  const { blobs } = services.storage

  app.route({
    method: 'GET',
    url: FILE,
    config: member,
    schema: {
      tags: ['files'],
      summary: 'A file, as the one who asks may see it',
      params,
      response: { 200: fileSchema },
    },
    handler: (request) => request.inStudio((ctx) => describeFile(ctx, request.params.file)),
  })

  app.route({
    method: 'DELETE',
    url: FILE,
    config: member,
    schema: {
      tags: ['files'],
      summary: 'Remove a file from the own sight. Other holders keep theirs (R10)',
      params,
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      await request.inStudio((ctx) => hideFromSight(ctx, request.params.file))
      return reply.code(204).send(null)
    },
  })

  app.route({
    method: ['GET', 'HEAD'],
    url: `${FILE}/content`,
    config: member,
    schema: {
      tags: ['files'],
      summary: 'The original, bit for bit as sent; 403 `original_locked` while it is in safe keeping',
      params,
      querystring: z.object({ as: z.enum(['attachment', 'inline']).default('attachment') }),
      response: { 200: BYTES, 206: BYTES },
    },
    handler: async (request, reply) => {
      const served = await request.inStudio(async (ctx) => {
        const found = await findInSight(ctx, request.params.file)
        if (found.right !== 'original') throw problem('original_locked')
        const { file } = found
        if (fromTheBeginning(request)) {
          await publish(ctx, fileDownloaded, { subject: subjectOf(file), payload: toldOf(file) })
        }
        return { ...file, as: canBeShown(found) ? request.query.as : 'attachment' } as const
      })
      return serve(request, reply, blobs, served)
    },
  })

  for (const [path, kind, summary] of DERIVED) {
    app.route({
      method: ['GET', 'HEAD'],
      url: `${FILE}/${path}`,
      config: member,
      schema: { tags: ['files'], summary, params, response: { 200: BYTES, 206: BYTES } },
      handler: async (request, reply) => {
        const served = await request.inStudio(async (ctx) => {
          const found = await findInSight(ctx, request.params.file)
          const one = derivedOf(found, kind)
          if (one.kind === 'preview' && fromTheBeginning(request)) {
            await publish(ctx, filePreviewed, { subject: subjectOf(found.file), payload: toldOf(found.file) })
          }
          return one
        })
        return serve(request, reply, blobs, served)
      },
    })
  }

  app.route({
    method: 'GET',
    url: '/api/studios/:studio/storage',
    config: { access: { kind: 'studio', permission: 'files.see_studio' } },
    schema: {
      tags: ['files'],
      summary: 'How much the studio keeps, and how much it may',
      params: z.object({ studio: z.string() }),
      response: { 200: z.object({ usedBytes: z.int(), limitBytes: z.int() }) },
    },
    handler: (request) => request.inStudio(describeStorage),
  })
}

/** What is made of files, each at its address. */
const DERIVED: readonly [path: string, kind: DerivedKind, summary: string][] = [
  ['preview', 'preview', 'A low-bitrate MP3 of a sound'],
  ['peaks', 'peaks', 'The outline of a sound: `{ seconds, secondsPerBar, min, max }`, each bar −127 to 127'],
  ['peaks/detail', 'detail', 'The same, up to sixteen times finer, for zooming in'],
  ['thumbnail', 'thumbnail', 'A small WebP of a picture or a video'],
]

function derivedOf({ file, derived }: FileInSight, kind: DerivedKind): Served & { kind: DerivedKind } {
  const one = derived.find((other) => other.kind === kind)
  if (!one) throw problem(file.reading === 'waiting' ? 'preview_not_ready' : 'no_such_preview')
  return { ...one, name: file.name, as: 'inline' }
}

/** What an element of ours may show in place. Whatever could run something is saved, not shown. */
function canBeShown({ file }: FileInSight): boolean {
  return file.kind !== 'other'
}
