import { Metadata, Server } from '@tus/server'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { NodeRequest } from 'srvx/node'
import { isUuid, newId } from '../ids.ts'
import { defineProblems, problem } from '../problem.ts'
import type { StoredBlob } from './blob-store.ts'
import type { UploadArea } from './upload-area.ts'
import { uploadLocker } from './upload-lock.ts'

/** What a client says of a file before it sends it. */
export interface AnnouncedUpload {
  /** The id that the upload will have if it is admitted. */
  id: string
  bytes: number
  /** tus metadata as the client sent it: names and texts, none of it checked. */
  said: Readonly<Record<string, string>>
}

/** What the domain answers to an announcement: whose upload it is, and what is to be remembered with it. */
export interface AdmittedUpload {
  /** The only account that may send, ask for or cancel it. */
  owner: string
  labels: Readonly<Record<string, string>>
}

/** An upload of which every byte is a durable blob. Its id was made when it was begun, a UUIDv7. */
export interface ReceivedUpload extends AdmittedUpload {
  id: string
  blob: StoredBlob
}

/** What the domain has to say on uploads. */
export interface UploadRules {
  /** Decides who may begin what, before a byte is sent. Throws a problem to refuse. */
  admit(request: FastifyRequest, announced: AnnouncedUpload): Promise<AdmittedUpload>
  /** The account that asks, as `owner` names it. */
  ownerOf(request: FastifyRequest): string
  /**
   * Takes the file over. Called until it has succeeded once, perhaps by several processes at a time and again after a
   * crash: what it writes must be keyed by the upload's id.
   */
  deliver(upload: ReceivedUpload): Promise<void>
  /** An upload was given up by its owner, who hears of it after this. */
  giveUp?(request: FastifyRequest, uploadId: string): Promise<void>
  /** Address of an upload, for the `Location` header. */
  address(request: FastifyRequest, uploadId: string): string
}

export interface Swept {
  delivered: number
  forgotten: number
  /** Why some could not be delivered; they are tried again until their life ends. */
  failures: { id: string; error: unknown }[]
}

/** Resumable uploads (R8) as a resource: what a module's routes call. */
export interface UploadDoor {
  /** `POST …/uploads`: begins one; 201 with its `Location`. */
  begin(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply>
  /** `HEAD`, `PATCH`, `DELETE …/uploads/{upload}`: asks how far it is, goes on, gives up. */
  proceed(request: FastifyRequest, reply: FastifyReply, uploadId: string): Promise<FastifyReply>
  /** Delivers what was received but not taken over, forgets what is older than its life. By schedule and at start. */
  sweep(now: Temporal.Instant): Promise<Swept>
}

export const uploadProblems = defineProblems({
  upload_length_required: {
    status: 400,
    title: { ru: 'Размер файла нужно назвать заранее', en: 'The size of the file must be said beforehand' },
  },
  upload_malformed: {
    status: 400,
    title: { ru: 'Запрос не соответствует протоколу tus', en: 'The request is not as the tus protocol says' },
  },
  upload_offset_conflict: {
    status: 409,
    title: { ru: 'Продолжение не с того места', en: 'This is not where the upload goes on' },
  },
  upload_gone: {
    status: 410,
    title: { ru: 'Загрузка не окончена вовремя', en: 'The upload was not finished in time' },
  },
  upload_busy: {
    status: 423,
    title: { ru: 'Эту загрузку принимает другой запрос', en: 'Another request works on this upload' },
  },
  upload_too_large: { status: 413, title: { ru: 'Файл больше, чем можно', en: 'The file is larger than allowed' } },
})

const TUS = '1.0.0'
const PART = 'application/offset+octet-stream'
/** How long a cut-off request may take to put away what it has, when its client is back already. */
const DRAIN_MS = 500

/** Lets parts of uploads through to their handlers as they come, unread. Once for an instance that routes uploads. */
export function acceptUploadBodies(app: FastifyInstance): void {
  app.addContentTypeParser(PART, (_request, payload, done) => done(null, payload))
}

interface Admission {
  id: string
  address: string
  upload: AdmittedUpload
}

/** Makes the door to uploads that wait in `area` for at most `lifeMs` (which the area was opened with). */
export function uploadDoor(area: UploadArea, rules: UploadRules): UploadDoor {
  const admitted = new WeakMap<Request, Admission>()
  const failed = new WeakMap<Request, Error>()
  const admittedOf = (request: Request) => {
    const found = admitted.get(request)
    if (!found) throw new Error('an upload was begun without being admitted')
    return found
  }
  const finishing = new Map<string, Promise<void>>()

  const tus = new Server({
    path: '/',
    datastore: area,
    locker: uploadLocker(),
    lockDrainTimeout: DRAIN_MS,
    namingFunction: (request) => admittedOf(request).id,
    generateUrl: (request) => admittedOf(request).address,
    getFileIdFromRequest: (_request, lastPath) => lastPath,
    onUploadCreate: async (request) => {
      const { owner, labels } = admittedOf(request).upload
      return { metadata: { ...labels, owner } }
    },
    onUploadFinish: async (_request, upload) => {
      await finish(upload.id)
      return {}
    },
    onResponseError: (request, error) => {
      if (error instanceof Error) failed.set(request, error)
      return undefined
    },
  })

  async function finish(id: string): Promise<void> {
    const running = finishing.get(id) ?? deliverOnce(id).finally(() => finishing.delete(id))
    finishing.set(id, running)
    await running
  }

  async function deliverOnce(id: string): Promise<void> {
    if ((await area.stageOf(id)) === 'delivered') return
    const blob = await area.seal(id)
    const { owner, labels } = admittedIn((await area.getUpload(id)).metadata)
    await rules.deliver({ id, owner, labels, blob })
    await area.markDelivered(id)
  }

  async function answer(
    request: FastifyRequest,
    reply: FastifyReply,
    { admission, done }: { admission?: Admission; done?: () => Promise<void> | undefined },
  ): Promise<FastifyReply> {
    const asked = new NodeRequest({ req: request.raw, res: reply.raw })
    if (admission) admitted.set(asked, admission)
    const response = await tus.handleWeb(asked)
    for (const [name, value] of response.headers) {
      // Whom to answer across origins, and how long the body is, is decided elsewhere.
      if (!name.startsWith('access-control-') && name !== 'content-length') reply.header(name, value)
    }
    // tus answers in words of its own; what went wrong on our side comes out as it was thrown.
    if (response.status >= 400) throw failed.get(asked) ?? (await problemFor(response))
    await done?.()
    return reply.code(response.status).send()
  }

  return {
    async begin(request, reply) {
      // Refused before room is kept for it.
      if (!speaksOurTus(request)) throw problem('upload_malformed')
      const bytes = announcedBytes(request)
      const said = saidIn(request)
      const id = newId()
      const upload = await rules.admit(request, { id, bytes, said })
      return answer(request, reply, { admission: { id, address: rules.address(request, id), upload } })
    },

    async proceed(request, reply, uploadId) {
      // A line that breaks while nobody reads it would end the process: the error would have no listener.
      request.raw.on('error', () => undefined)
      if (!isUuid(uploadId)) throw problem('not_found')
      const known = await area.peek(uploadId).catch(() => undefined)
      // Another's upload and none at all look the same.
      if (!known || admittedIn(known.metadata).owner !== rules.ownerOf(request)) throw problem('not_found')
      // The last answer may have been lost, or the process died before it took the file over: a client that asks again
      // hears "all of it is here" only when it is.
      if (known.offset === known.size && request.method !== 'DELETE') {
        await finish(uploadId)
        if (isNothingMore(request, known.offset)) {
          return reply
            .code(204)
            .headers({ 'tus-resumable': TUS, 'upload-offset': String(known.offset) })
            .send()
        }
      }
      return answer(
        request,
        reply,
        request.method === 'DELETE' ? { done: () => rules.giveUp?.(request, uploadId) } : {},
      )
    },

    async sweep(now) {
      const swept: Swept = { delivered: 0, forgotten: 0, failures: [] }
      const oldest = now.subtract({ milliseconds: area.getExpiration() })
      for (const { id, stage, begunAt } of await area.list()) {
        try {
          if (stage === 'sealed' || (stage === 'coming' && (await isWhole(area, id)))) {
            await finish(id)
            swept.delivered += 1
          }
        } catch (error) {
          swept.failures.push({ id, error })
        }
        if (Temporal.Instant.compare(begunAt, oldest) < 0) {
          await area.forget(id)
          swept.forgotten += 1
        }
      }
      return swept
    },
  }
}

async function isWhole(area: UploadArea, id: string): Promise<boolean> {
  const { offset, size } = await area.getUpload(id)
  return offset === size
}

/** Of tus what we know: one version, and a file is one upload whose length is said beforehand. */
function speaksOurTus({ headers }: FastifyRequest): boolean {
  return headers['tus-resumable'] === TUS && !('upload-concat' in headers) && !('upload-defer-length' in headers)
}

/** Whether a client sends the end of an upload again: no bytes, after the last. */
function isNothingMore({ method, headers }: FastifyRequest, end: number): boolean {
  return method === 'PATCH' && headers['content-length'] === '0' && headers['upload-offset'] === String(end)
}

function announcedBytes(request: FastifyRequest): number {
  const text = request.headers['upload-length']
  if (typeof text !== 'string' || !/^\d{1,15}$/.test(text)) throw problem('upload_length_required')
  return Number(text)
}

function saidIn(request: FastifyRequest): Record<string, string> {
  const header = request.headers['upload-metadata']
  if (typeof header !== 'string') return {}
  try {
    return texts(Metadata.parse(header))
  } catch {
    throw problem('upload_malformed')
  }
}

function admittedIn(metadata: Record<string, string | null> | undefined): AdmittedUpload {
  const { owner = '', ...labels } = texts(metadata ?? {})
  return { owner, labels }
}

function texts(metadata: Record<string, string | null>): Record<string, string> {
  return Object.fromEntries(Object.entries(metadata).map(([name, text]) => [name, text ?? '']))
}

const PROBLEM_BY_STATUS: Readonly<Record<number, string>> = {
  404: 'not_found',
  409: 'upload_offset_conflict',
  410: 'upload_gone',
  413: 'upload_too_large',
  423: 'upload_busy',
}

async function problemFor(response: Response): Promise<Error> {
  const { status } = response
  if (status >= 500) return new Error((await response.text()).trim())
  return problem(PROBLEM_BY_STATUS[status] ?? 'upload_malformed')
}
