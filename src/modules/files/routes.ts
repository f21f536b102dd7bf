import { z } from 'zod'
import type { App } from '../../kernel/http/types.ts'
import type { Services } from '../../kernel/services.ts'
import { hideFromSight } from './access.ts'
import { FILE } from './addresses.ts'
import { addByteRoutes } from './byte-routes.ts'
import { describeFile, fileSchema } from './describe.ts'
import { describeStorage } from './quota.ts'
import { addUploadRoutes } from './upload-routes.ts'

const params = z.object({ studio: z.string(), file: z.uuid() })
const member = { access: { kind: 'member' } } as const

/** What can be asked of files over HTTP. */
export function addFileRoutes(app: App, services: Services): void {
  addUploadRoutes(app, services)
  addByteRoutes(app, services.storage.blobs)

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
