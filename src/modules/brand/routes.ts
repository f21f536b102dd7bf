import { z } from 'zod'
import { limit } from '../../kernel/http/rates.ts'
import type { App } from '../../kernel/http/types.ts'
import type { Services } from '../../kernel/services.ts'
import { brandPictureSchema } from '../studios/index.ts'
import { keepPicture, preparePicture, removePicture } from './picture.ts'
import { MAX_BYTES, PLACES } from './places.ts'

const params = z.object({ studio: z.string() })
const manage = { access: { kind: 'studio', permission: 'studio.manage' } } as const
/** Pictures of one account an hour, for each place: drawing one takes seconds, and each stays on the disk. */
const rate = limit(30, 3600)
const BYTES = 'application/octet-stream'
/** Somewhat more than is allowed is read, to be refused with a sentence about pictures. */
const BODY_LIMIT_BYTES = 2 * MAX_BYTES

/** Changing the studio's logo and cover. What they are stands with the studio. */
export function brandRoutes(app: App, { storage }: Services): void {
  app.register(async (scope: App) => {
    scope.addContentTypeParser(BYTES, { parseAs: 'buffer' }, (_request, body, done) => done(null, body))

    for (const place of PLACES) {
      scope.route({
        method: 'PUT',
        url: `/api/studios/:studio/${place}`,
        config: { ...manage, ...rate },
        bodyLimit: BODY_LIMIT_BYTES,
        schema: {
          tags: ['studio'],
          summary: `Show another ${place}: the picture’s bytes, at most 8 MiB and 40 megapixels; no SVG`,
          params,
          consumes: [BYTES],
          body: z.unknown().describe('PNG, JPEG, WebP, AVIF, GIF or TIFF'),
          response: { 200: brandPictureSchema },
        },
        handler: async (request) => {
          const picture = await preparePicture(place, Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0))
          return keepPicture((fn) => request.inStudio(fn), storage.blobs, picture)
        },
      })

      scope.route({
        method: 'DELETE',
        url: `/api/studios/:studio/${place}`,
        config: manage,
        schema: { tags: ['studio'], summary: `Show no ${place} any more`, params, response: { 204: z.null() } },
        handler: async (request, reply) => {
          await request.inStudio((ctx) => removePicture(ctx, place))
          return reply.code(204).send(null)
        },
      })
    }
  })
}
