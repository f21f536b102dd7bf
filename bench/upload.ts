import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, open, readFile, rm } from 'node:fs/promises'
import { type IncomingHttpHeaders, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { type Measure, measure, WITHIN } from './measure.ts'
import { type BenchStudio, benchStudio } from './studio.ts'

const MIB = 1024 ** 2
const FILE_BYTES = 1024 * MIB
const PART_BYTES = 32 * MIB
/** What the process may grow by over the file, however large it is. */
const MEMORY_LIMIT_MIB = 192
const LOOK_MS = 50

/**
 * A file of 1 GiB sent to the running program over loopback in parts of 32 MiB (session, quota, hashed, synced, sealed), as
 * a ratio to copying and syncing the same file; and by how much the program grew meanwhile (Linux).
 */
export async function upload(): Promise<Measure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-bench-'))
  const studio = await benchStudio(1)
  try {
    const file = join(folder, 'original')
    await writeNoise(file)
    await send(studio, file, PART_BYTES)
    const memory = await watchMemory(studio)
    const sent = FILE_BYTES / MIB / (await seconds(() => send(studio, file, FILE_BYTES)))
    const grownMib = memory.grownMib()
    const copied = FILE_BYTES / MIB / (await seconds(() => copy(file, join(folder, 'copy'))))
    return [
      measure('upload of 1 GiB', sent, 'MiB/s', copied),
      measure('memory grown by 1 GiB', grownMib, 'MiB', MEMORY_LIMIT_MIB, WITHIN),
    ]
  } finally {
    await studio.close()
    await rm(folder, { recursive: true, force: true })
  }
}

async function send({ program, owner, studioId }: BenchStudio, file: string, bytes: number): Promise<void> {
  const said = { filename: 'noise.bin', subjectType: 'studio', subjectId: studioId }
  const metadata = Object.entries(said).map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`)
  const { cookie } = owner
  const begun = await ask(program.url, 'POST', '/api/studios/bench/uploads', {
    ...{ cookie, 'upload-length': String(bytes), 'upload-metadata': metadata.join(',') },
  })
  for (let start = 0; start < bytes; start += PART_BYTES) {
    const end = Math.min(start + PART_BYTES, bytes) - 1
    const headers = {
      ...{ cookie, 'content-type': 'application/offset+octet-stream' },
      ...{ 'upload-offset': String(start), 'content-length': String(end - start + 1) },
    }
    const part = createReadStream(file, { start, end, highWaterMark: MIB })
    await ask(program.url, 'PATCH', String(begun.location), headers, part)
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

/** Looks again and again at the program's resident memory, from the kernel's own account. */
async function watchMemory({ program }: BenchStudio): Promise<{ grownMib(): number }> {
  const now = async () => {
    const status = await readFile(`/proc/${program.child.pid}/status`, 'utf8')
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024
  }
  const before = await now()
  let highest = before
  const looking = setInterval(async () => {
    highest = Math.max(highest, await now())
  }, LOOK_MS)
  return {
    grownMib: () => {
      clearInterval(looking)
      return highest - before
    },
  }
}
