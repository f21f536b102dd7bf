import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../src/kernel/ids.ts'
import { type TestDatabase, testDatabase } from '../src/kernel/testing/database.ts'
import { until } from '../src/kernel/testing/until.ts'
import { addPerson, addStudio, join as joinStudio, type TestPerson } from './people.ts'
import { startServer, type TestServer } from './server.ts'

const MIB = 1024 ** 2
/** 192 kHz, 32 bits, two channels: the most bytes for a second that a studio sends. */
const RATE_HZ = 192_000
const FRAME_BYTES = 8
const DATA_BYTES = 320 * MIB
const HEADER_BYTES = 44
const WHOLE_BYTES = HEADER_BYTES + DATA_BYTES
/** What it may take besides what it has when it is idle, whatever the file's size. */
const MORE_AT_MOST = 180 * MIB
const CUTS = 6

let database: TestDatabase
let folder: string
let server: TestServer
let sender: TestPerson
beforeAll(async () => {
  database = await testDatabase()
  folder = await mkdtemp(join(tmpdir(), 'atelier-large-'))
  const studioId = await addStudio(database, 'north')
  sender = await addPerson(database, { name: 'marina' })
  await joinStudio(database, studioId, sender, 'owner')
  server = await startServer(database, folder)
})
afterAll(async () => {
  await server.stop()
  await database.close()
  await rm(folder, { recursive: true, force: true })
})

function header(): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES)
  bytes.write('RIFF', 0, 'latin1')
  bytes.writeUInt32LE(WHOLE_BYTES - 8, 4)
  bytes.write('WAVEfmt ', 8, 'latin1')
  bytes.writeUInt32LE(16, 16)
  bytes.writeUInt16LE(3, 20)
  bytes.writeUInt16LE(2, 22)
  bytes.writeUInt32LE(RATE_HZ, 24)
  bytes.writeUInt32LE(RATE_HZ * FRAME_BYTES, 28)
  bytes.writeUInt16LE(FRAME_BYTES, 32)
  bytes.writeUInt16LE(32, 34)
  bytes.write('data', 36, 'latin1')
  bytes.writeUInt32LE(DATA_BYTES, 40)
  return bytes
}

/** A mebibyte of a sine, the same again and again: the file is nowhere as a whole. */
const block = Buffer.alloc(MIB)
for (let frame = 0; frame < MIB / FRAME_BYTES; frame++) {
  const value = 0.5 * Math.sin((2 * Math.PI * 3 * 256 * frame) / (MIB / FRAME_BYTES))
  block.writeFloatLE(value, frame * FRAME_BYTES)
  block.writeFloatLE(-value, frame * FRAME_BYTES + 4)
}

/** The file from a byte on, in parts. */
function* bytesFrom(offset: number): Generator<Buffer> {
  if (offset < HEADER_BYTES) yield header().subarray(offset)
  for (let at = Math.max(offset - HEADER_BYTES, 0); at < DATA_BYTES; ) {
    const part = block.subarray(at % MIB)
    yield part
    at += part.byteLength
  }
}

const TUS = { 'tus-resumable': '1.0.0' }
const text = (value: string) => Buffer.from(value).toString('base64')
const ask = (path: string, init: RequestInit = {}) =>
  fetch(new URL(path, `${server.url}/api/studios/north/`), {
    ...init,
    headers: { cookie: sender.cookie, ...init.headers },
  })

async function begin(): Promise<string> {
  const metadata = [`filename ${text('live.wav')}`, `subjectType ${text('thread')}`, `subjectId ${text(newId())}`]
  const headers = { ...TUS, 'upload-length': String(WHOLE_BYTES), 'upload-metadata': metadata.join(',') }
  const begun = await ask('uploads', { method: 'POST', headers })
  expect(begun.status, await begun.text()).toBe(201)
  return begun.headers.get('location') ?? ''
}

/** Sends from the offset on, and cuts the line after so many bytes; the answer's status where there was no cut. */
function send(address: string, offset: number, cutAfter: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sending = request(`${server.url}${address}`, {
      method: 'PATCH',
      headers: {
        ...{ ...TUS, cookie: sender.cookie, 'upload-offset': offset },
        ...{ 'content-type': 'application/offset+octet-stream', 'content-length': WHOLE_BYTES - offset },
      },
    })
    let cut = false
    sending.on('response', (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode))
    })
    sending.on('error', (error) => (cut ? undefined : reject(error)))
    sending.on('close', () => cut && resolve(undefined))
    const parts = bytesFrom(offset)
    let sent = 0
    const more = (): void => {
      const { value, done } = parts.next()
      if (done) return void sending.end()
      if (sent > cutAfter) {
        cut = true
        return void sending.destroy()
      }
      sent += value.byteLength
      if (sending.write(value)) setImmediate(more)
      else sending.once('drain', more)
    }
    more()
  })
}

async function arrived(address: string): Promise<number> {
  const answer = await ask(address, { method: 'HEAD', headers: TUS })
  expect(answer.status).toBe(200)
  return Number(answer.headers.get('upload-offset'))
}

test('a WAV of 320 MiB survives cuts and arrives with its hash, peaks and preview, in little memory', async () => {
  const idle = (await server.memory()).now
  const address = await begin()
  let offset = 0
  for (let cut = 1; cut <= CUTS; cut++) {
    expect(await send(address, offset, (WHOLE_BYTES / (CUTS + 1)) * 0.9)).toBeUndefined()
    const now = await arrived(address)
    expect(now).toBeGreaterThan(offset)
    offset = now
  }
  expect(offset).toBeLessThan(WHOLE_BYTES)
  expect(await send(address, offset, Number.POSITIVE_INFINITY)).toBe(204)

  const hash = createHash('sha256')
  for (const part of bytesFrom(0)) hash.update(part)
  const file = `files/${address.split('/').at(-1)}`
  const described = async () => (await ask(file)).json()
  await until(async () => (await described()).reading !== 'waiting', 50_000)
  expect(await described()).toMatchObject({
    ...{ bytes: WHOLE_BYTES, sha256: hash.digest('hex'), kind: 'sound', reading: 'read' },
    facts: { sampleRateHz: RATE_HZ, channels: 2 },
    derived: ['detail', 'peaks', 'preview'],
  })
  const peaks = await (await ask(`${file}/peaks`)).json()
  expect(peaks.secondsPerBar * peaks.max.length).toBeCloseTo(DATA_BYTES / FRAME_BYTES / RATE_HZ, 0)
  expect(Math.max(...peaks.max)).toBeGreaterThan(60)
  const preview = await ask(`${file}/preview`)
  expect(preview.headers.get('content-type')).toBe('audio/mpeg')
  expect((await preview.arrayBuffer()).byteLength).toBeGreaterThan(MIB)
  expect((await server.memory()).highest - idle).toBeLessThan(MORE_AT_MOST)
}, 120_000)
