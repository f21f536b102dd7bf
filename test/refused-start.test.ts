import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { expect, inject, test, vi } from 'vitest'
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

/** How many people the embedded database of a data folder knows by now. Rejects while it does not answer. */
async function accountsIn(dataDir: string): Promise<number> {
  const password = await readFile(join(dataDir, 'postgres.password'), 'utf8')
  const port = (await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8')).split('\n')[3]
  const client = new pg.Client(`postgres://postgres:${password}@127.0.0.1:${port}/atelier`)
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query('select from accounts')).rowCount ?? 0
  } finally {
    await client.end()
  }
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

test('a start that cannot be says why in a sentence, not in a stack of calls', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-wrong-'))
  await writeFile(join(folder, 'file'), 'a file')
  await mkdir(join(folder, 'taken'))
  await writeFile(join(folder, 'taken/postgres'), 'a file')
  for (const name of ['bare/postgres/global', 'half/postgres', 'other/postgres/photos']) {
    await mkdir(join(folder, name), { recursive: true, mode: 0o700 })
  }
  await writeFile(join(folder, 'bare/postgres/PG_VERSION'), '18\n')
  await writeFile(join(folder, 'bare/postgres/global/pg_control'), '')
  await writeFile(join(folder, 'half/postgres/PG_VERSION'), '18\n')
  const wrong = [
    [{ DATA_DIR: join(folder, 'file') }, `DATA_DIR ${folder}/file cannot be used: `],
    [{ DATA_DIR: join(folder, 'file/under') }, `DATA_DIR ${folder}/file/under cannot be used: `],
    [{ DATA_DIR: join(folder, 'taken') }, `The database has no folder at ${folder}/taken/postgres: `],
    [
      { DATA_DIR: join(folder, 'bare') },
      `The database in ${folder}/bare/postgres cannot be opened without its password`,
    ],
    [{ DATA_DIR: join(folder, 'half') }, `The database in ${folder}/half/postgres is not whole: `],
    [{ DATA_DIR: join(folder, 'other') }, `The folder ${folder}/other/postgres holds something that is no database`],
    [{ DATA_DIR: join(folder, 'new'), HOST: '203.0.113.1' }, 'This machine has no address "203.0.113.1" to listen on.'],
    [{ DATA_DIR: join(folder, 'new'), BASE_URL: 'http://x.example/path' }, 'BASE_URL names a host and no path'],
  ] as const
  for (const [env, sentence] of wrong) {
    const { code, output } = await run(process.execPath, ['src/main.ts'], env)
    expect([code, output]).toEqual([1, expect.stringContaining(sentence)])
    expect(output).not.toMatch(/^\s+at /m)
  }
  expect(await runningIn(folder)).toEqual([])
  await rm(folder, { recursive: true })
}, 120_000)

test('a database that was killed while it was laid out is laid out again', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'atelier-cut-'))
  const env = {
    ...process.env,
    NODE_ENV: undefined,
    BASE_URL: '',
    MODE: '',
    DEMO: 'false',
    PORT: '0',
    DATA_DIR: dataDir,
  }
  const child = spawn(process.execPath, ['src/main.ts', 'migrate'], { env, stdio: 'ignore', detached: true })
  const isLaying = (names: string[]) => names.some((name) => /^postgres.*\/PG_VERSION$/.test(name))
  await vi.waitFor(async () => expect(isLaying(await readdir(dataDir, { recursive: true }))).toBe(true), {
    ...{ timeout: 60_000, interval: 5 },
  })
  // With the server that lays it out: as when the machine goes off.
  process.kill(-(child.pid ?? 0), 'SIGKILL')
  await once(child, 'exit')
  const again = await run(process.execPath, ['src/main.ts', 'migrate'], { DATA_DIR: dataDir })
  expect(again).toEqual({ code: 0, output: expect.stringContaining('The database is up to date.') })
  expect((await readdir(dataDir)).filter((name) => name.includes('laying'))).toEqual([])
  await rm(dataDir, { recursive: true })
}, 120_000)

test('a start that is told to stop before it is open leaves no database running', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'atelier-hasty-'))
  const settings = { ...process.env, NODE_ENV: undefined, BASE_URL: '', MODE: '', DEMO: 'true', PORT: '0' }
  const child = spawn(process.execPath, ['src/main.ts'], { env: { ...settings, DATA_DIR: dataDir }, stdio: 'ignore' })
  const ended = once(child, 'exit')
  await vi.waitFor(async () => expect(await accountsIn(dataDir)).toBeGreaterThan(0), { timeout: 120_000, interval: 20 })
  child.kill('SIGTERM')
  expect(await ended).toEqual([0, null])
  expect(await runningIn(dataDir)).toEqual([])
  await rm(dataDir, { recursive: true })
}, 180_000)

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
