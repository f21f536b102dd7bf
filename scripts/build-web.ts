import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const STAMP = 'dist/web/stamp'
const LOCK = 'dist/building'
const LOOK_MS = 200
/** A tenth larger than the best, a tenth of its time. */
const BROTLI_QUALITY = 9
const SOURCES = [
  'src/web/**/*',
  'src/modules/*/screens/**/*',
  'project.inlang/settings.json',
  'astro.config.mjs',
  'package-lock.json',
]

/** Builds the pages when what they are made of has changed since the last build. Rejects with the build's own words. */
export async function buildWebWhenStale(): Promise<void> {
  const stamp = stampOfSources()
  const isBuilt = () => existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stamp
  if (isBuilt()) return
  await lockBuild()
  try {
    if (isBuilt()) return
    console.log('Building the pages…')
    await astroBuild()
    compress()
    mkdirSync('dist/web', { recursive: true })
    writeFileSync(STAMP, stamp)
  } finally {
    rmSync(LOCK, { force: true })
  }
}

/** Of several processes that start at once one builds, the rest wait. A lock of a process that is no more counts for nothing. */
async function lockBuild(): Promise<void> {
  mkdirSync('dist', { recursive: true })
  for (;;) {
    try {
      writeFileSync(LOCK, String(process.pid), { flag: 'wx' })
      return
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      const holder = existsSync(LOCK) ? Number(readFileSync(LOCK, 'utf8')) : 0
      if (holder > 0 && !isAlive(holder)) rmSync(LOCK, { force: true })
      else await delay(LOOK_MS)
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

function stampOfSources(): string {
  const hash = createHash('sha256')
  const files = globSync(SOURCES, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`)
    .filter((path) => !path.includes('/generated/messages/'))
    .sort()
  for (const path of files) hash.update(path).update('\0').update(readFileSync(path))
  return hash.digest('hex')
}

/** Beside each script and style stands its compressed copy, so that no request waits for a compressor. */
function compress(): void {
  for (const path of globSync('dist/web/client/_astro/*.{js,css}')) {
    const content = readFileSync(path)
    const params = { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY }
    writeFileSync(`${path}.br`, brotliCompressSync(content, { params }))
    writeFileSync(`${path}.gz`, gzipSync(content))
  }
}

function astroBuild(): Promise<void> {
  const env = { ...process.env, NODE_ENV: 'production', ASTRO_TELEMETRY_DISABLED: '1' }
  const child = spawn(process.execPath, ['node_modules/astro/bin/astro.mjs', 'build', '--silent'], { env })
  let output = ''
  const keep = (chunk: Buffer) => {
    output += chunk.toString()
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  return new Promise((done, fail) => {
    child.once('exit', (code) => (code === 0 ? done() : fail(new Error(`the pages could not be built:\n${output}`))))
  })
}

if (process.argv[1] && import.meta.url === pathToFileURL(resolve(process.argv[1])).href) await buildWebWhenStale()
