import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { type IncomingHttpHeaders, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { type Measure, measure } from './measure.ts'

const MIB = 1024 ** 2
const FILE_BYTES = 1024 * MIB
const PART_BYTES = 32 * MIB
/** What the process may grow by over the file, however large it is. */
const MEMORY_LIMIT_MIB = 192

/**
 * A file of 1 GiB sent over loopback in parts of 32 MiB (hashed, synced, sealed), as a ratio to copying and syncing the
 * same file; and by how much the receiving process grew meanwhile.
 */
export async function upload(): Promise<Measure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-bench-'))
  const server = fork(new URL('./upload-server.ts', import.meta.url), [join(folder, 'files')])
  try {
    const { url } = await told<{ url: string }>(server)
    const file = join(folder, 'original')
    await writeNoise(file)
    await send(url, file, PART_BYTES)
    const before = await memoryOf(server)
    const sent = FILE_BYTES / MIB / (await seconds(() => send(url, file, FILE_BYTES)))
    const after = await memoryOf(server)
    const copied = FILE_BYTES / MIB / (await seconds(() => copy(file, join(folder, 'copy'))))
    return [
      measure('upload of 1 GiB', sent, 'MiB/s', copied),
      measure('memory grown by 1 GiB', (after.highest - before.now) / MIB, 'MiB', MEMORY_LIMIT_MIB),
    ]
  } finally {
    server.kill()
    await rm(folder, { recursive: true, force: true })
  }
}

async function send(url: string, file: string, bytes: number): Promise<void> {
  const begun = await ask(url, 'POST', '/uploads', { 'upload-length': String(bytes) })
  for (let start = 0; start < bytes; start += PART_BYTES) {
    const end = Math.min(start + PART_BYTES, bytes) - 1
    const headers = {
      'content-type': 'application/offset+octet-stream',
      'upload-offset': String(start),
      'content-length': String(end - start + 1),
    }
    await ask(url, 'PATCH', String(begun.location), headers, createReadStream(file, { start, end, highWaterMark: MIB }))
  }
}

function ask(url: string, method: string, path: string, headers: Record<string, string>, body?: NodeJS.ReadableStream) {
  return new Promise<IncomingHttpHeaders>((resolve, reject) => {
    const asked = request(new URL(path, url), { method, headers: { 'tus-resumable': '1.0.0', ...headers } })
    asked.on('error', reject)
    asked.on('response', (response) => {
      response.resume().on('end', () => {
        if ((response.statusCode ?? 500) < 300) resolve(response.headers)
        else reject(new Error(`${method} ${path}: ${response.statusCode}`))
      })
    })
    if (body) body.pipe(asked)
    else asked.end()
  })
}

async function copy(from: string, to: string): Promise<void> {
  await pipeline(createReadStream(from, { highWaterMark: MIB }), createWriteStream(to))
  const file = await open(to, 'r+')
  await file.sync()
  await file.close()
}

async function writeNoise(path: string): Promise<void> {
  const file = await open(path, 'w')
  const block = Buffer.alloc(16 * MIB)
  for (let written = 0; written < FILE_BYTES; written += block.byteLength) {
    crypto.getRandomValues(new Uint8Array(block.buffer, block.byteOffset, 65_536))
    block.writeUInt32LE(written / MIB, 0)
    await file.write(block)
  }
  await file.sync()
  await file.close()
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const start = performance.now()
  await work()
  return (performance.now() - start) / 1000
}

async function memoryOf(server: ChildProcess): Promise<{ now: number; highest: number }> {
  server.send('memory')
  return told(server)
}

async function told<T>(server: ChildProcess): Promise<T> {
  const [message] = await once(server, 'message')
  return message
}
