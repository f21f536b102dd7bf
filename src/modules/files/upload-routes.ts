import { z } from 'zod'
import type { Scope } from '../../kernel/context.ts'
import type { App } from '../../kernel/http/types.ts'
import type { Services } from '../../kernel/services.ts'
import { acceptUploadBodies, type ReceivedUpload, type UploadDoor, uploadDoor } from '../../kernel/storage/index.ts'
import { UPLOAD, UPLOADS, uploadAddress } from './addresses.ts'
import { contentOf } from './content.ts'
import { releaseRoom } from './quota.ts'
import { addFile, admitUpload } from './receive.ts'

const inStudio = z.object({ studio: z.string() })
const ofUpload = inStudio.extend({ upload: z.string() })
const access = { kind: 'studio', permission: 'files.upload' } as const
const NOTHING = z.null().describe('no body')

/** The door to this process's uploads: for the routes, and for the sweep. */
export function fileUploads({ config, database, storage }: Services): UploadDoor {
  return uploadDoor(storage.uploads, {
    admit: async (request, announced) => {
      const limits = { limitBytes: config.UPLOAD_LIMIT_MIB * 1024 ** 2, lifeMs: storage.uploads.getExpiration() }
      const labels = await request.inStudio((ctx) => admitUpload(ctx, announced, limits))
      return { owner: request.principal.account?.id ?? '', labels: { ...labels } }
    },
    ownerOf: (request) => request.principal.account?.id ?? '',
    giveUp: (request, uploadId) => request.inStudio((ctx) => releaseRoom(ctx, uploadId)),
    address: (request, uploadId) => uploadAddress(inStudio.parse(request.params).studio, uploadId),
    deliver: async (upload) => {
      const { studioId = '', membershipId = '', role = '', name = '', declaredType, ...of } = upload.labels
      const content = await contentOf(storage.blobs, upload.blob.sha256, upload.blob.bytes)
      await database.transaction(senderOf(upload, studioId, membershipId, role), (ctx) =>
        addFile(ctx, {
          id: upload.id,
          name,
          ...(declaredType ? { declaredType } : {}),
          blob: upload.blob,
          content,
          subject: { type: of.subjectType ?? '', id: of.subjectId ?? '' },
          senderMembershipId: membershipId,
        }),
      )
    },
  })
}

/** The sender, also when the process that took the bytes is gone and a sweep takes the file over. */
function senderOf(upload: ReceivedUpload, studioId: string, membershipId: string, role: string): Scope {
  const actor = {
    kind: 'profile',
    accountId: upload.owner,
    membershipId,
    role,
    permissions: new Set<string>(),
  } as const
  return { studioId, actor, request: { id: `upload:${upload.id}` } }
}

/** Resumable uploads by the tus protocol (R8). The id of an upload is the id of the file that it becomes. */
export function addUploadRoutes(app: App, services: Services): void {
  const door = fileUploads(services)
  acceptUploadBodies(app)

  app.route({
    method: 'POST',
    url: UPLOADS,
    config: { access },
    schema: {
      tags: ['files'],
      summary:
        'Begin a resumable upload (tus 1.0): `Upload-Length`, and `Upload-Metadata` with filename, filetype, subjectType, subjectId',
      params: inStudio,
      response: { 201: NOTHING },
    },
    handler: async (request, reply) => {
      await door.begin(request, reply)
    },
  })
  app.route({
    method: ['HEAD', 'PATCH', 'DELETE'],
    url: UPLOAD,
    config: { access },
    schema: {
      tags: ['files'],
      summary: 'Ask how far an upload is, go on with it, or give it up (tus 1.0)',
      params: ofUpload,
      response: { 200: NOTHING, 204: NOTHING },
    },
    handler: async (request, reply) => {
      await door.proceed(request, reply, request.params.upload)
    },
  })
}
