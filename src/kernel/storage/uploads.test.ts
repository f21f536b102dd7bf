import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { kernelProblems, Problem, problem } from '../problem.ts'
import { sha256Of } from './blob-store.ts'
import { s3ClientConfig } from './s3-blobs.ts'
import { startS3 } from './s3-for-tests.ts'
import { diskStorage, type Storage, s3Storage } from './storage.ts'
import { acceptUploadBodies, type ReceivedUpload, uploadDoor, uploadProblems } from './uploads.ts'

const catalogue: Record<string, { status: number }> = { ...kernelProblems, ...uploadProblems }
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const LIFE_MS = 60_000

/** A server with the one resource, a domain that only remembers, and a client that can break the line. */
async function startServer(storage: Storage, domain: { taken: Map<string, ReceivedUpload>; fail?: Error | undefined }) {
  const app: FastifyInstance = Fastify({ forceCloseConnections: true })
  acceptUploadBodies(app)
  app.setErrorHandler((error, _request, reply) => {
    const status = error instanceof Problem ? (catalogue[error.code]?.status ?? 500) : 500
    return reply.code(status).send({ code: error instanceof Problem ? error.code : String(error) })
  })
  const door = uploadDoor(storage.uploads, {
    admit: async (request, { said }) => {
      if (said.kind === 'forbidden') throw problem('forbidden')
      return { owner: String(request.headers.account), labels: { kind: said.kind ?? '' } }
    },
    ownerOf: (request) => String(request.headers.account),
    deliver: async (upload) => {
      if (domain.fail) throw domain.fail
      domain.taken.set(upload.id, upload)
    },
    address: (_request, id) => `/uploads/${id}`,
  })
  app.post('/uploads', (request, reply) => door.begin(request, reply))
  app.route<{ Params: { id: string } }>({
    method: ['HEAD', 'PATCH', 'DELETE'],
    url: '/uploads/:id',
    handler: (request, reply) => door.proceed(request, reply, request.params.id),
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  return { port, door, close: () => app.close() }
}

type Answer = { status: number; headers: IncomingMessage['headers']; body: string }

function open(port: number, method: string, path: string, headers: Record<string, string | number>): ClientRequest {
  return httpRequest({
    port,
    host: '127.0.0.1',
    method,
    path,
    headers: { 'tus-resumable': '1.0.0', account: 'anna', ...headers },
  })
}

function answerTo(request: ClientRequest): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request.on('error', reject)
    request.on('response', async (response) => {
      const body = Buffer.concat(await response.toArray()).toString()
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body })
    })
  })
}

async function ask(port: number, method: string, path: string, headers = {}, body?: Uint8Array): Promise<Answer> {
  const request = open(port, method, path, headers)
  const answer = answerTo(request)
  request.end(body)
  return answer
}

async function begin(port: number, bytes: number, kind = 'mix'): Promise<string> {
  const answer = await ask(port, 'POST', '/uploads', {
    'upload-length': bytes,
    'upload-metadata': `kind ${Buffer.from(kind).toString('base64')}`,
  })
  expect(answer).toMatchObject({ status: 201 })
  return String(answer.headers.location)
}

const part = (offset: number) => ({ 'content-type': 'application/offset+octet-stream', 'upload-offset': offset })
const send = (port: number, path: string, offset: number, bytes: Uint8Array) =>
  ask(port, 'PATCH', path, part(offset), bytes)

/** Announces all that is left, sends `bytes` of it, and cuts the line. */
async function sendAndCut(port: number, path: string, offset: number, rest: Uint8Array, bytes: number): Promise<void> {
  const request = open(port, 'PATCH', path, { ...part(offset), 'content-length': rest.byteLength })
  request.on('error', () => {})
  await new Promise<void>((resolve) => request.write(rest.subarray(0, bytes), () => resolve()))
  request.destroy()
}

async function reached(port: number, path: string): Promise<number> {
  const answer = await ask(port, 'HEAD', path)
  expect(answer.status).toBe(200)
  return Number(answer.headers['upload-offset'])
}

async function inFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-uploads-'))
  return {
    open: () => diskStorage(folder, LIFE_MS),
    close: () => rm(folder, { recursive: true }),
    folder,
    s3: undefined,
  }
}

async function inBucket() {
  const s3 = await startS3()
  const client = { client: new S3Client(s3ClientConfig(s3.options)), Bucket: s3.options.bucket }
  return { open: () => s3Storage(s3.options, LIFE_MS), close: s3.close, folder: undefined, s3: client }
}

describe.each([
  ['on disk', inFolder],
  ['in a bucket', inBucket],
])('uploads %s', (_where, openPlace) => {
  let place: Awaited<ReturnType<typeof inFolder>> | Awaited<ReturnType<typeof inBucket>>
  let storage: Storage
  let domain: { taken: Map<string, ReceivedUpload>; fail?: Error | undefined }
  let server: Awaited<ReturnType<typeof startServer>>
  const later = () => Temporal.Now.instant().add({ milliseconds: 2 * LIFE_MS })

  beforeAll(async () => {
    place = await openPlace()
  })
  afterAll(() => place.close())
  beforeEach(async () => {
    storage = place.open()
    domain = { taken: new Map() }
    server = await startServer(storage, domain)
  })
  afterEach(() => server.close())

  /** Another process takes over: nothing is remembered but what is stored. */
  const restart = async () => {
    await server.close()
    storage = place.open()
    server = await startServer(storage, domain)
  }
  const takenHash = (path: string) => domain.taken.get(path.slice('/uploads/'.length))?.blob.sha256

  test('an upload cut fifty times, and its server restarted twice, arrives with its hash', async () => {
    const whole = randomBytes(4_000_000)
    const path = await begin(server.port, whole.byteLength)
    let offset = 0
    for (let cut = 1; cut <= 50; cut++) {
      await sendAndCut(server.port, path, offset, whole.subarray(offset), 1 + Math.floor(Math.random() * 120_000))
      if (cut % 20 === 0) await restart()
      offset = await reached(server.port, path)
    }
    expect(offset).toBeLessThan(whole.byteLength)
    const last = await send(server.port, path, offset, whole.subarray(offset))
    expect(last.status).toBe(204)
    expect(takenHash(path)).toBe(sha256(whole))
    expect(await storage.blobs.bytesOf(sha256(whole))).toBe(whole.byteLength)
    expect([...domain.taken.values()]).toEqual([
      {
        id: path.slice('/uploads/'.length),
        owner: 'anna',
        labels: { kind: 'mix' },
        blob: { sha256: sha256(whole), bytes: whole.byteLength },
      },
    ])
  })

  test('an answer that is lost after the last byte neither loses nor doubles the file', async () => {
    const whole = randomBytes(300_000)
    const path = await begin(server.port, whole.byteLength)
    await sendAndCut(server.port, path, 0, whole, whole.byteLength)
    await restart()
    let offset = await reached(server.port, path)
    if (offset < whole.byteLength) await send(server.port, path, offset, whole.subarray(offset))
    offset = await reached(server.port, path)
    expect(offset).toBe(whole.byteLength)
    expect(await reached(server.port, path)).toBe(whole.byteLength)
    expect(domain.taken.size).toBe(1)
    expect(takenHash(path)).toBe(sha256(whole))
  })

  test('what was received before a crash is delivered by the next sweep', async () => {
    const whole = randomBytes(50_000)
    const path = await begin(server.port, whole.byteLength)
    domain.fail = new Error('the process dies here')
    expect((await send(server.port, path, 0, whole)).status).toBe(500)
    const failing = await server.door.sweep(Temporal.Now.instant())
    expect(failing).toMatchObject({ delivered: 0, failures: [{ id: path.slice('/uploads/'.length) }] })
    domain.fail = undefined
    await restart()
    expect(await server.door.sweep(Temporal.Now.instant())).toEqual({ delivered: 1, forgotten: 0, failures: [] })
    expect(takenHash(path)).toBe(sha256(whole))
    expect(await server.door.sweep(Temporal.Now.instant())).toMatchObject({ delivered: 0 })
  })

  test('a client that comes back before its old line is known to be dead goes on', async () => {
    const whole = randomBytes(1_000_000)
    const path = await begin(server.port, whole.byteLength)
    const written = vi.spyOn(storage.uploads, 'write')
    const hanging = open(server.port, 'PATCH', path, { ...part(0), 'content-length': whole.byteLength })
    hanging.on('error', () => {})
    await new Promise<void>((resolve) => hanging.write(whole.subarray(0, 200_000), () => resolve()))
    await vi.waitFor(() => expect(written).toHaveBeenCalled())
    const offset = await reached(server.port, path)
    expect((await send(server.port, path, offset, whole.subarray(offset))).status).toBe(204)
    hanging.destroy()
    expect(takenHash(path)).toBe(sha256(whole))
  })

  test.runIf(openPlace === inFolder)('another process takes over from one that still holds the dead line', async () => {
    const whole = randomBytes(1_000_000)
    const path = await begin(server.port, whole.byteLength)
    const hanging = open(server.port, 'PATCH', path, { ...part(0), 'content-length': whole.byteLength })
    hanging.on('error', () => {})
    await new Promise<void>((resolve) => hanging.write(whole.subarray(0, 300_000), () => resolve()))
    const other = await startServer(place.open(), domain)
    let status = 0
    for (let attempt = 0; status !== 204 && attempt < 10; attempt++) {
      const offset = await reached(other.port, path)
      status = (await send(other.port, path, offset, whole.subarray(offset))).status
      expect([204, 409, 423]).toContain(status)
    }
    hanging.write(randomBytes(1000), () => {})
    hanging.destroy()
    await other.close()
    expect(takenHash(path)).toBe(sha256(whole))
    expect(await sha256Of(await storage.blobs.read(sha256(whole)))).toEqual({ sha256: sha256(whole), bytes: 1_000_000 })
  })

  test.runIf(openPlace === inBucket)(
    'a blob has the hash of its bytes though another process wrote some of them',
    async () => {
      const [first, second, last] = [randomBytes(100_000), randomBytes(100_000), randomBytes(50_000)]
      const path = await begin(server.port, 150_000)
      await sendAndCut(server.port, path, 0, Buffer.concat([first, last]), 100_000)
      const offset = await reached(server.port, path)
      const { client, Bucket } = place.s3 ?? { client: new S3Client(), Bucket: '' }
      await client.send(
        new PutObjectCommand({ Bucket, Key: `${path.slice(1)}.part`, Body: second.subarray(0, offset) }),
      )
      const rest = Buffer.concat([first, last]).subarray(offset)
      expect((await send(server.port, path, offset, rest)).status).toBe(204)
      const stored = Buffer.concat([second.subarray(0, offset), rest])
      expect(takenHash(path)).toBe(sha256(stored))
    },
  )

  test("another account's upload is not there for anyone else", async () => {
    const path = await begin(server.port, 10)
    for (const method of ['HEAD', 'PATCH', 'DELETE']) {
      expect((await ask(server.port, method, path, { ...part(0), account: 'boris' })).status).toBe(404)
    }
    expect((await ask(server.port, 'HEAD', '/uploads/..%2f..%2fetc%2fpasswd')).status).toBe(404)
    expect((await ask(server.port, 'DELETE', path)).status).toBe(204)
    expect((await ask(server.port, 'HEAD', path)).status).toBe(404)
  })

  test('what is refused or badly said leaves nothing behind', async () => {
    const listed = await storage.uploads.list()
    const refused = await ask(server.port, 'POST', '/uploads', {
      'upload-length': 10,
      'upload-metadata': `kind ${Buffer.from('forbidden').toString('base64')}`,
    })
    expect([refused.status, JSON.parse(refused.body)]).toEqual([403, { code: 'forbidden' }])
    expect((await ask(server.port, 'POST', '/uploads', {})).status).toBe(400)
    expect((await ask(server.port, 'POST', '/uploads', { 'upload-defer-length': 1 })).status).toBe(400)
    for (const odd of [{ 'upload-concat': 'partial' }, { 'upload-defer-length': 1 }, { 'tus-resumable': '0.2.2' }]) {
      const said = { 'upload-metadata': `kind ${Buffer.from('forbidden').toString('base64')}` }
      // Of the domain nothing was asked: it would have kept room for it.
      expect((await ask(server.port, 'POST', '/uploads', { 'upload-length': 10, ...said, ...odd })).status).toBe(400)
    }
    expect(
      (await ask(server.port, 'POST', '/uploads', { 'upload-length': 1, 'upload-metadata': '%%%,,' })).status,
    ).toBe(400)
    expect(await storage.uploads.list()).toHaveLength(listed.length)
  })

  test('more bytes than announced, or from the wrong place, are refused', async () => {
    const path = await begin(server.port, 10)
    expect((await send(server.port, path, 0, randomBytes(11))).status).toBe(413)
    expect((await send(server.port, path, 5, randomBytes(5))).status).toBe(409)
    expect(await reached(server.port, path)).toBe(0)
  })

  test.runIf(openPlace === inFolder)(
    'a full disk is said plainly, and the upload goes on when there is room again',
    async () => {
      const path = await begin(server.port, 10)
      const bytes = join(place.folder ?? '', path)
      await rm(bytes)
      await symlink('/dev/full', bytes)
      const refused = await send(server.port, path, 0, randomBytes(10))
      expect([refused.status, JSON.parse(refused.body)]).toEqual([507, { code: 'storage_full' }])
      await rm(bytes)
      await writeFile(bytes, '')
      expect((await send(server.port, path, 0, randomBytes(10))).status).toBe(204)
    },
  )

  test('the end that is sent again, without a byte, is still the end', async () => {
    const path = await begin(server.port, 10)
    expect((await send(server.port, path, 0, randomBytes(10))).status).toBe(204)
    const again = await ask(server.port, 'PATCH', path, { ...part(10), 'content-length': 0 })
    expect([again.status, again.headers['upload-offset']]).toEqual([204, '10'])
    expect((await send(server.port, path, 10, randomBytes(1))).status).toBe(413)
  })

  test('an empty file is a file', async () => {
    const path = await begin(server.port, 0)
    expect(takenHash(path)).toBe(sha256(new Uint8Array()))
    expect(await reached(server.port, path)).toBe(0)
  })

  test('an upload that is never finished is forgotten after its life, a delivered one leaves its blob', async () => {
    const unfinished = await begin(server.port, 100)
    const whole = randomBytes(100)
    const finished = await begin(server.port, 100)
    await send(server.port, finished, 0, whole)
    expect((await server.door.sweep(later())).forgotten).toBeGreaterThanOrEqual(2)
    expect((await ask(server.port, 'HEAD', unfinished)).status).toBe(404)
    expect(await storage.blobs.bytesOf(sha256(whole))).toBe(100)
    expect(await storage.uploads.list()).toEqual([])
    if (place.folder) expect(await readdir(join(place.folder, 'uploads'))).toEqual([])
  })
})
