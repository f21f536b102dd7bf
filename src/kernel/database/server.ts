import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import type { Config } from '../config.ts'
import { asDiskFull, diskFull } from '../full-disk.ts'
import { StartError } from '../start-error.ts'
import { refuseHalfRestored } from './backup.ts'
import { type EmbeddedServer, findRunning, isAlive } from './embedded.ts'
import { keepEmbedded } from './keep-embedded.ts'

/** The PostgreSQL that the program works on. */
export interface DatabaseServer {
  /** The owner's address: for migrations, backup and restore only. */
  ownerUrl: string
  /** Stops the embedded server; leaves an external one alone. */
  stop(): Promise<void>
  /** An error as a sentence where the reason for it is a full disk; otherwise itself. To be asked before `stop`. */
  reasonFor(error: unknown): unknown
}

const DATABASE = 'atelier'

/**
 * The external server of `DATABASE_URL`, or the embedded one, started in `DATA_DIR`. An embedded server that a crash
 * left running is taken over. Throws StartError when another Atelier lives in the folder or nothing answers.
 */
export async function openServer(config: Config): Promise<DatabaseServer> {
  if (config.DATABASE_URL) {
    await checkExternal(config.DATABASE_URL)
    return {
      ownerUrl: config.DATABASE_URL,
      stop: async () => undefined,
      reasonFor: (error) => asDiskFull(error, 'the database of DATABASE_URL') ?? error,
    }
  }
  refuseHalfRestored(config.DATA_DIR)
  const unlock = lockFolder(config.DATA_DIR)
  try {
    const server = await keepEmbedded({ folder: join(config.DATA_DIR, 'postgres') })
    const reasonFor = reasons(server, config)
    try {
      await createDatabase(server.url('postgres'))
    } catch (error) {
      const reason = reasonFor(error)
      await server.stop()
      throw reason
    }
    return {
      ownerUrl: server.url(DATABASE),
      stop: async () => {
        await server.stop()
        unlock()
      },
      reasonFor,
    }
  } catch (error) {
    unlock()
    throw error
  }
}

/** The embedded server of a data folder for a command beside the running program: found running, or started for it. */
export async function openBeside(config: Config): Promise<DatabaseServer> {
  const running = config.DATABASE_URL ? undefined : await findRunning(join(config.DATA_DIR, 'postgres'))
  if (!running) return openServer(config)
  return { ownerUrl: running.url(DATABASE), stop: async () => undefined, reasonFor: reasons(running, config) }
}

/** A server that a full disk ended says so in its log; its clients hear only that it is gone. */
function reasons(server: EmbeddedServer, { DATA_DIR }: Config): DatabaseServer['reasonFor'] {
  return (error) => {
    if (error instanceof StartError) return error
    return asDiskFull(error, DATA_DIR) ?? (server.isDiskFull() ? diskFull(DATA_DIR) : error)
  }
}

async function checkExternal(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  try {
    await client.connect()
    const { rows } = await client.query<{ version: number; folds: boolean }>(
      "select current_setting('server_version_num')::int as version, 'Ж' ilike 'ж' as folds",
    )
    if ((rows[0]?.version ?? 0) < 180_000) throw new StartError('DATABASE_URL names a server older than PostgreSQL 18.')
    if (!rows[0]?.folds) {
      throw new StartError(
        'The database of DATABASE_URL knows the letters of ASCII alone, so that search would tell “Ж” from “ж”. Make it with encoding UTF8 and a locale that knows them all, such as C.UTF-8 of the builtin provider.',
      )
    }
  } catch (error) {
    if (error instanceof StartError) throw error
    throw new StartError(
      `The database of DATABASE_URL does not answer: ${error instanceof Error ? error.message : error}.`,
    )
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function createDatabase(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl })
  client.on('error', () => undefined)
  await client.connect()
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE])
    if (rowCount === 0) await client.query(`create database ${DATABASE}`)
  } finally {
    await client.end()
  }
}

/** One Atelier for each data folder. Returns what takes the lock off. */
function lockFolder(folder: string): () => void {
  const file = join(folder, 'atelier.pid')
  mkdirSync(folder, { recursive: true })
  const holder = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0
  if (holder > 0 && holder !== process.pid && isAlive(holder) && isAtelier(holder)) {
    throw new StartError(
      `Atelier already runs in ${folder} (process ${holder}). Stop it first, or name another folder with DATA_DIR and another port with PORT.`,
    )
  }
  const unlock = () => rmSync(file, { force: true })
  try {
    writeFileSync(file, String(process.pid))
  } catch (error) {
    unlock()
    throw error
  }
  return unlock
}

/** Process ids are used again after a restart of the machine: where the system tells, the name must fit too. */
function isAtelier(pid: number): boolean {
  const file = `/proc/${pid}/cmdline`
  return !existsSync(file) || readFileSync(file, 'utf8').includes('main.ts')
}
