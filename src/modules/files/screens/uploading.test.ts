import { createHash, randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { PreviousUpload } from 'tus-js-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../../kernel/ids.ts'
import { until } from '../../../kernel/testing/until.ts'
import { filesWorld } from '../world-for-tests.ts'
import { pace } from './pace.ts'
import { fingerprintOf, startUpload, type UploadState, type UploadTarget } from './uploading.ts'

let world: Awaited<ReturnType<typeof filesWorld>>
beforeAll(async () => {
  world = await filesWorld({ UPLOAD_LIMIT_MIB: '16' })
})
afterAll(() => world.close())

/** What the browser keeps between two visits. */
function shelf() {
  const kept = new Map<string, PreviousUpload & { fingerprint: string }>()
  return {
    kept,
    findAllUploads: async () => [...kept.values()],
    findUploadsByFingerprint: async (fingerprint: string) =>
      [...kept.values()].filter((one) => one.fingerprint === fingerprint),
    removeUpload: async (key: string) => void kept.delete(key),
    addUpload: async (fingerprint: string, upload: PreviousUpload) => {
      const urlStorageKey = newId()
      kept.set(urlStorageKey, { ...upload, urlStorageKey, fingerprint })
      return urlStorageKey
    },
  }
}

/** In Node, tus-js-client reads buffers; this one has what a browser's File tells of itself. */
function fileOf(bytes: Buffer, name: string): File {
  return Object.assign(bytes, { name, type: 'audio/wav', size: bytes.byteLength, lastModified: 7 }) as unknown as File
}

const thread = (): UploadTarget => ({ studio: 'north', subjectType: 'thread', subjectId: newId() })
const asAnna = { headers: { cookie: 'atelier=anna' } }

function ended(file: File, target: UploadTarget, options: Parameters<typeof startUpload>[3]): Promise<UploadState[]> {
  return new Promise((resolve) => {
    const states: UploadState[] = []
    startUpload(
      file,
      target,
      (state) => {
        states.push(state)
        if (state.state === 'done' || state.state === 'failed') resolve(states)
      },
      { ...asAnna, endpoint: `${world.url}/api/studios/north/uploads`, ...options },
    )
  })
}

test('a file is sent in parts, with progress, and its id is told', async () => {
  const bytes = randomBytes(3_000_000)
  const states = await ended(fileOf(bytes, 'take.wav'), thread(), { chunkSize: 1_000_000, urlStorage: shelf() })
  expect(states[0]).toEqual({ state: 'waiting' })
  expect(states).toContainEqual(expect.objectContaining({ state: 'sending', totalBytes: 3_000_000 }))
  const last = states.at(-1)
  const file = await (await world.ask('anna', `files/${last?.state === 'done' ? last.fileId : ''}`)).json()
  expect(file).toMatchObject({ name: 'take.wav', sha256: createHash('sha256').update(bytes).digest('hex') })
})

test('after a reload the same file goes on where the server has it; for another target it begins anew', async () => {
  const bytes = randomBytes(2_000_000)
  const urlStorage = shelf()
  const target = thread()
  const running = startUpload(
    fileOf(bytes, 'long.wav'),
    target,
    (state) => {
      if (state.state === 'sending' && state.sentBytes >= 500_000) running.pause()
    },
    { ...asAnna, endpoint: `${world.url}/api/studios/north/uploads`, chunkSize: 250_000, urlStorage },
  )
  await until(() => urlStorage.kept.size > 0)
  const url = [...urlStorage.kept.values()][0]?.uploadUrl ?? ''
  const states = await ended(fileOf(bytes, 'long.wav'), target, { chunkSize: 250_000, urlStorage })
  expect(states.at(-1)).toEqual({ state: 'done', fileId: url.split('/').at(-1) })
  expect(urlStorage.kept.size).toBe(0)
  expect(fingerprintOf(fileOf(bytes, 'long.wav'), target)).not.toBe(fingerprintOf(fileOf(bytes, 'long.wav'), thread()))
})

test('a server that is restarting when it is asked how far it is costs nothing of what was sent', async () => {
  const bytes = randomBytes(600_000)
  const target = thread()
  const urlStorage = shelf()
  let begun = 0
  let unwell = 2
  const front = createServer(async (request, response) => {
    if (request.method === 'POST') begun += 1
    if (request.method === 'HEAD' && unwell-- > 0) return response.writeHead(502).end()
    const { host: _host, connection: _connection, ...headers } = request.headers
    const body = Buffer.concat(await request.toArray())
    const answer = await fetch(`${world.url}${request.url}`, {
      method: request.method ?? '',
      headers: headers as Record<string, string>,
      ...(body.byteLength > 0 ? { body } : {}),
    })
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end()
  })
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve))
  const endpoint = `http://127.0.0.1:${(front.address() as AddressInfo).port}/api/studios/north/uploads`
  const options = { ...asAnna, endpoint, chunkSize: 200_000, urlStorage }
  const running = startUpload(
    fileOf(bytes, 'mix.wav'),
    target,
    (state) => {
      if (state.state === 'sending' && state.sentBytes >= 200_000) running.pause()
    },
    options,
  )
  await until(() => urlStorage.kept.size > 0)
  const states = await ended(fileOf(bytes, 'mix.wav'), target, options)
  expect(states.at(-1)?.state).toBe('done')
  expect(states).toContainEqual(expect.objectContaining({ state: 'interrupted' }))
  expect(begun).toBe(1)
  front.close()
})

test('what the server refuses is not tried again, and its sentence is told', async () => {
  const states = await ended(fileOf(randomBytes(17 * 1024 ** 2), 'huge.wav'), thread(), { urlStorage: shelf() })
  expect(states.at(-1)).toMatchObject({ state: 'failed', code: 'upload_too_large' })
  expect(states.at(-1)).toHaveProperty('sentence')
})

test('the time that is left follows the last seconds, and starts anew after a pause', () => {
  const meter = pace(10_000)
  expect(meter.at(0, 0)).toMatchObject({ bytesPerSecond: undefined, secondsLeft: undefined })
  expect(meter.at(1000, 1000)).toMatchObject({ bytesPerSecond: 1000, secondsLeft: 9 })
  for (let second = 2; second <= 12; second++) meter.at(1000 + (second - 1) * 100, second * 1000)
  expect(meter.at(2200, 13_000).bytesPerSecond).toBeCloseTo(100)
  meter.rest()
  expect(meter.at(2200, 60_000).secondsLeft).toBeUndefined()
  expect(meter.at(100, 61_000).bytesPerSecond).toBeUndefined()
})
