import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BlobMissing, type BlobStore, type Incoming } from './blob-store.ts'
import { diskBlobs } from './disk-blobs.ts'
import { s3Blobs } from './s3-blobs.ts'
import { startS3 } from './s3-for-tests.ts'

const PART_BYTES = 8 * 1024 ** 2
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const received = async (content: Incoming) => {
  const chunks: Uint8Array[] = []
  for await (const chunk of content) chunks.push(chunk)
  return Buffer.concat(chunks)
}

async function onDisk() {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-blobs-'))
  const store = diskBlobs(folder)
  const kept = async () => (await readdir(folder, { recursive: true, withFileTypes: true })).filter((f) => f.isFile())
  return { store, kept, close: () => rm(folder, { recursive: true }) }
}

async function inBucket() {
  const s3 = await startS3()
  return { store: s3Blobs({ ...s3.options, copyLimitBytes: PART_BYTES }), kept: undefined, close: s3.close }
}

describe.each([
  ['on disk', onDisk],
  ['in a bucket', inBucket],
])('blobs %s', (_where, open) => {
  let store: BlobStore
  let kept: (() => Promise<unknown[]>) | undefined
  let close: () => Promise<void>
  beforeAll(async () => {
    const opened = await open()
    store = opened.store
    kept = opened.kept
    close = opened.close
  })
  afterAll(() => close())

  test('what was put in comes out bit for bit, under its hash', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 5000 }), { maxLength: 8 }), async (chunks) => {
        const whole = Buffer.concat(chunks)
        const blob = await store.put(chunks)
        expect(blob).toEqual({ sha256: sha256(whole), bytes: whole.byteLength })
        expect(await received(await store.read(blob.sha256))).toEqual(whole)
        expect(await store.bytesOf(blob.sha256)).toBe(whole.byteLength)
      }),
      { numRuns: 15 },
    )
  })

  test.each([PART_BYTES - 1, PART_BYTES, 2 * PART_BYTES + 7])('%i bytes, around the size of a part', async (size) => {
    const whole = randomBytes(size)
    const blob = await store.put([whole.subarray(0, 100), whole.subarray(100)])
    expect(blob.sha256).toBe(sha256(whole))
    expect(sha256(await received(await store.read(blob.sha256)))).toBe(blob.sha256)
  })

  test('any range of it can be read by itself', async () => {
    const whole = randomBytes(1000)
    const { sha256: id } = await store.put([whole])
    expect(await received(await store.read(id, { start: 0, end: 1 }))).toEqual(whole.subarray(0, 2))
    expect(await received(await store.read(id, { start: 7, end: 7 }))).toEqual(whole.subarray(7, 8))
    expect(await received(await store.read(id, { start: 300, end: 999 }))).toEqual(whole.subarray(300))
  })

  test('the same bytes are stored once', async () => {
    const whole = randomBytes(100_000)
    const before = (await kept?.())?.length
    const blobs = [await store.put([whole]), await store.put([whole])]
    expect(new Set(blobs.map((blob) => blob.sha256)).size).toBe(1)
    expect(await received(await store.read(sha256(whole)))).toEqual(whole)
    if (kept) expect((await kept()).length).toBe((before ?? 0) + 1)
  })

  test('a stream that breaks leaves nothing behind', async () => {
    const before = (await kept?.())?.length
    const whole = randomBytes(1000)
    async function* breaks() {
      yield whole
      throw new Error('the line is cut')
    }
    await expect(store.put(breaks())).rejects.toThrow('the line is cut')
    expect(await store.bytesOf(sha256(whole))).toBeUndefined()
    expect((await kept?.())?.length).toBe(before)
  })

  test('a blob that is not there is named, and can be removed all the same', async () => {
    const absent = sha256(randomBytes(10))
    await expect(store.read(absent)).rejects.toBeInstanceOf(BlobMissing)
    expect(await store.bytesOf(absent)).toBeUndefined()
    await store.remove(absent)
  })

  test('a removed blob is gone', async () => {
    const { sha256: id } = await store.put([randomBytes(10)])
    await store.remove(id)
    await expect(store.read(id)).rejects.toBeInstanceOf(BlobMissing)
  })

  test('a blob can be had as a local file for what must seek', async () => {
    const whole = randomBytes(1234)
    const { sha256: id } = await store.put([whole])
    const file = await store.localFile(id)
    expect(await readFile(file.path)).toEqual(whole)
    await file.release()
    expect(await store.bytesOf(id)).toBe(1234)
  })

  test('only a hash becomes part of a path', async () => {
    for (const path of ['../../etc/passwd', 'AB'.repeat(32), '']) {
      await expect(async () => store.read(path)).rejects.toThrow('not a SHA-256')
    }
  })
})

// Not in the bucket: s3rver, unlike S3, writes objects in place.
test('many who send the same bytes at the same time to the same disk store them once', async () => {
  const { store, kept, close } = await onDisk()
  const whole = randomBytes(100_000)
  const blobs = await Promise.all(Array.from({ length: 8 }, () => store.put([whole])))
  expect(new Set(blobs.map((blob) => blob.sha256)).size).toBe(1)
  expect(await received(await store.read(sha256(whole)))).toEqual(whole)
  expect(await kept()).toHaveLength(1)
  await close()
})

test('what a killed process left of its puts is swept, what is being put is not', async () => {
  const { store, kept, close } = await onDisk()
  let goOn = () => {}
  const held = new Promise<void>((resolve) => {
    goOn = resolve
  })
  async function* slow() {
    yield Buffer.from('first')
    await held
    yield Buffer.from('second')
  }
  const putting = store.put(slow())
  while ((await kept()).length === 0) await new Promise(setImmediate)
  expect(await store.sweep(Temporal.Now.instant().subtract({ hours: 1 }))).toBe(0)
  goOn()
  const blob = await putting
  expect(await store.sweep(Temporal.Now.instant().add({ hours: 1 }))).toBe(0)
  expect(await store.bytesOf(blob.sha256)).toBe(11)
  await close()
})
