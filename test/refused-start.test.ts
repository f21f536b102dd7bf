import { execFile } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, inject, test } from 'vitest'
import { admin } from '../src/kernel/testing/database.ts'

interface Ended {
  code: number
  output: string
}

/** Runs something to its end. What runs the tests has settings in its environment, for itself. */
function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const settings = { ...process.env, NODE_ENV: undefined, BASE_URL: '', MODE: '', DEMO: 'false', PORT: '0', ...env }
  return new Promise((done) => {
    execFile(command, args, { env: settings }, (error, stdout, stderr) => {
      done({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, output: stdout + stderr })
    })
  })
}

/** The processes that name a folder on their command line. */
async function runningIn(folder: string): Promise<string[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
  const lines = await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')))
  return lines.filter((line) => line.includes(folder)).map((line) => line.replaceAll('\0', ' '))
}

test('a data folder of another PostgreSQL version is refused with a sentence and not touched', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'atelier-old-'))
  await mkdir(join(dataDir, 'postgres'), { mode: 0o700 })
  await writeFile(join(dataDir, 'postgres/PG_VERSION'), '17\n')
  for (const command of ['start', 'migrate', 'verify']) {
    const { code, output } = await run(process.execPath, ['src/main.ts', command], { DATA_DIR: dataDir })
    expect([command, code]).toEqual([command, 1])
    expect(output).toContain(`${dataDir}/postgres belongs to PostgreSQL 17, and this program runs PostgreSQL 18`)
    expect(output).not.toMatch(/^\s+at /m)
  }
  expect(await readdir(join(dataDir, 'postgres'))).toEqual(['PG_VERSION'])
  expect(await readdir(dataDir)).not.toContain('atelier.pid')
  await rm(dataDir, { recursive: true })
})

test('a database of one’s own that knows the letters of ASCII alone is refused with a sentence and not touched', async () => {
  const adminUrl = inject('adminUrl')
  const name = `atelier_ascii_${process.pid}`
  await admin(adminUrl, `create database ${name} template template0 encoding 'UTF8' locale_provider libc locale 'C'`)
  const url = Object.assign(new URL(adminUrl), { pathname: `/${name}` }).toString()
  const { code, output } = await run(process.execPath, ['src/main.ts', 'migrate'], { DATABASE_URL: url })
  const { rows } = await admin(url, "select count(*)::int as tables from pg_tables where schemaname = 'public'")
  await admin(adminUrl, `drop database ${name}`)
  expect([code, rows]).toEqual([1, [{ tables: 0 }]])
  expect(output).toContain('The database of DATABASE_URL knows the letters of ASCII alone')
})

/**
 * Mounts a small disk where only the shell sees it, starts twice, then makes room and starts again. An ordinary user
 * mounts as the root of a user namespace, and the program runs as themselves again.
 */
const SCRIPT = `
  mount -t tmpfs -o size=$(($1 + 120))m,mode=777 tmpfs "$2" && head -c 120M /dev/zero > "$2/filler" || exit 77
  for n in 1 2; do $3 "$4" src/main.ts migrate; echo "ended with $?"; done
  rm "$2/filler"
  $3 "$4" src/main.ts migrate; echo "ended with $?"`
const uid = process.getuid?.() ?? 0
const outer = uid === 0 ? ['--mount'] : ['--map-root-user', '--mount']
const inner = uid === 0 ? '' : `unshare --user --map-user=${uid} --map-group=${process.getgid?.()}`

test.for([
  ['while the database is laid out', 20],
  ['in the middle of a migration', 42],
  ['while PostgreSQL writes its log', 50],
] as const)(
  'a disk that is full %s is told in a sentence, leaves nothing running, and with room it goes on',
  async ([_when, mebibytes], { skip }) => {
    const disk = await mkdtemp(join(tmpdir(), 'atelier-disk-'))
    await chmod(disk, 0o777)
    const args = [...outer, 'sh', '-c', SCRIPT, 'sh', String(mebibytes), disk, inner, process.execPath]
    const { code, output } = await run('unshare', args, { DATA_DIR: join(disk, 'data') })
    await rm(disk, { recursive: true })
    skip(
      code === 77 || code === -1 || /unshare failed/.test(output),
      `this machine lets nobody mount a disk: ${output}`,
    )
    expect(output.match(/^ended with \d+/gm)).toEqual(['ended with 1', 'ended with 1', 'ended with 0'])
    expect(output.match(/^The disk is full: there is no room left for \S+\./gm)).toHaveLength(2)
    expect(output).toContain('The database is up to date.')
    expect(output).not.toMatch(/^\s+at /m)
    expect(await runningIn(disk)).toEqual([])
  },
  180_000,
)
