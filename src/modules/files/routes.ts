import { z } from 'zod'
import type { App } from '../../kernel/http/types.ts'
import type { Services } from '../../kernel/services.ts'
import { hideFromSight } from './access.ts'
import { FILE, FILES } from './addresses.ts'
import { addByteRoutes } from './byte-routes.ts'
import { describeFile, fileSchema } from './describe.ts'
import { listFiles } from './list.ts'
import { describeStorage } from './quota.ts'
import { FILE_KINDS } from './tables.ts'
import { addUploadRoutes } from './upload-routes.ts'

const params = z.object({ studio: z.string(), file: z.uuid() })
const listQuery = z.object({
  subjectType: z.string().max(40).optional(),
  subjectId: z.uuid().optional(),
  sentBy: z.uuid().optional(),
  kind: z.enum(FILE_KINDS).optional(),
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})
const member = { access: { kind: 'member' } } as const

/** What can be asked of files over HTTP. */
export function addFileRoutes(app: App, services: Services): void {
  addUploadRoutes(app, services)
  addByteRoutes(app, services.storage.blobs)

  app.route({
    method: 'GET',
    url: FILES,
    config: member,
    schema: {
      tags: ['files'],
      summary: 'The files in the sight of the one who asks, the newest first',
      params: z.object({ studio: z.string() }),
      querystring: listQuery,
      response: { 200: z.object({ items: z.array(fileSchema), nextCursor: z.uuid().nullable() }) },
    },
    handler: async (request) => {
      const { limit } = request.query
      const found = await request.inStudio((ctx) => listFiles(ctx, { ...request.query, limit: limit + 1 }))
      const items = found.slice(0, limit)
      return { items, nextCursor: found.length > limit ? (items.at(-1)?.id ?? null) : null }
    },
  })

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
