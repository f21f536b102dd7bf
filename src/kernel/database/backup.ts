import { createReadStream, existsSync } from 'node:fs'
import { cp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join, resolve, sep } from 'node:path'
import pg from 'pg'
import { StartError } from '../start-error.ts'
import { sha256Of } from '../storage/blob-store.ts'

/** What PostgreSQL leaves out of a base backup: what belongs to the running server, and the log, which comes apart. */
const LEFT_OUT = new Set(['postmaster.pid', 'postmaster.opts', 'pg_wal', 'pg_replslot', 'pg_stat_tmp', 'pg_notify'])
const MANIFEST = 'atelier-backup.json'
/** Lies in a data folder while a restore writes there. */
const RESTORING = 'restoring'

interface Manifest {
  program: 'atelier'
  postgres: string
  takenAt: string
  /** How many blobs it holds, and their bytes in all: a restore counts again. */
  files: { count: number; bytes: number }
}

/**
 * Copies a data folder while its server runs and people work: PostgreSQL's own base backup (pg_backup_start/stop, with
 * the write-ahead log kept by a temporary slot), then the secret and the blobs. Blobs never change and are copied after
 * the database, so every file that a row names is there. `target` must not exist or be empty.
 * Throws StartError when it is not.
 */
export async function backupFolder(dataDir: string, ownerUrl: string, target: string): Promise<void> {
  const folder = resolve(target)
  await refuseFilled(folder)
  const source = join(dataDir, 'postgres')
  const copy = join(folder, 'postgres')
  await mkdir(copy, { recursive: true, mode: 0o700 })
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'atelier backup' })
  await client.connect()
  try {
    await client.query("select pg_create_physical_replication_slot('atelier_backup_' || pg_backend_pid(), true, true)")
    await client.query("select pg_backup_start('atelier', fast => true)")
    await copyTree(source, copy)
    const { rows } = await client.query<{ labelfile: string; spcmapfile: string }>(
      'select labelfile, spcmapfile from pg_backup_stop(wait_for_archive => false)',
    )
    await client.query('select pg_switch_wal()')
    await mkdir(join(copy, 'pg_wal'), { mode: 0o700 })
    // The slot keeps what is needed; what vanishes meanwhile is a segment that was still being made.
    await copyTree(join(source, 'pg_wal'), join(copy, 'pg_wal'))
    for (const empty of ['pg_replslot', 'pg_stat_tmp', 'pg_notify']) await mkdir(join(copy, empty), { mode: 0o700 })
    await writeFile(join(copy, 'backup_label'), rows[0]?.labelfile ?? '')
    const { rows: version } = await client.query<{ server_version: string }>('show server_version')
    for (const name of ['postgres.password', 'secret', 'files', 'blobs']) await copyIfThere(dataDir, folder, name)
    const manifest: Manifest = {
      program: 'atelier',
      postgres: version[0]?.server_version ?? '',
      takenAt: Temporal.Now.instant().toString(),
      files: await countBlobs(folder),
    }
    await writeFile(join(folder, MANIFEST), JSON.stringify(manifest, null, 2))
  } finally {
    await client.end()
  }
}

/**
 * Puts a backup into an empty data folder; the next start recovers the database from it. Every blob is read and compared
 * with its hash first. Throws StartError when `source` is no finished backup, is damaged, or the data folder holds
 * something; nothing is written then. While it is not done, and if it was cut off, no start takes the folder for a whole one.
 */
export async function restoreFolder(source: string, dataDir: string): Promise<Manifest> {
  const folder = resolve(source)
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch(() => {
    throw new StartError(`${folder} is no finished backup of Atelier: it has no ${MANIFEST}.`)
  })
  await refuseFilled(dataDir)
  const manifest: Manifest = JSON.parse(text)
  const found = await countBlobs(folder, 'read')
  if (found.count !== manifest.files.count || found.bytes !== manifest.files.bytes) {
    const { count, bytes } = manifest.files
    throw new StartError(
      `${folder} is damaged: it was taken with ${count} files of ${bytes} bytes and has ${found.count} of ${found.bytes}.`,
    )
  }
  await mkdir(dataDir, { recursive: true })
  await writeFile(join(dataDir, RESTORING), '')
  await cp(folder, dataDir, { recursive: true, filter: (path) => !path.endsWith(`${sep}${MANIFEST}`) })
  await rm(join(dataDir, RESTORING))
  return manifest
}

/** Throws StartError for a data folder into which a restore did not come to its end: some of its files are not there. */
export function refuseHalfRestored(dataDir: string): void {
  if (!existsSync(join(dataDir, RESTORING))) return
  throw new StartError(`A restore into ${dataDir} did not come to its end. Empty the folder and restore again.`)
}

/** The blobs of a backup, whose names are the hashes of their bytes. Read, each is compared with its name. */
async function countBlobs(folder: string, how: 'count' | 'read' = 'count'): Promise<Manifest['files']> {
  const all = { count: 0, bytes: 0 }
  const entries = await readdir(join(folder, 'files', 'blobs'), { recursive: true, withFileTypes: true }).catch(
    () => [],
  )
  for (const entry of entries) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    if (how === 'read' && (await sha256Of(createReadStream(path))).sha256 !== entry.name) {
      throw new StartError(`${folder} is damaged: the file ${entry.name} has other bytes than those of its hash.`)
    }
    all.count += 1
    all.bytes += (await stat(path)).size
  }
  return all
}

async function refuseFilled(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  if (names.length > 0) throw new StartError(`${folder} is not empty: nothing was written there.`)
}

async function copyIfThere(from: string, to: string, name: string): Promise<void> {
  if (await stat(join(from, name)).catch(() => undefined)) {
    await cp(join(from, name), join(to, name), { recursive: true })
  }
}

/** Copies a live cluster's files: one that vanishes or grows meanwhile is made whole by the write-ahead log. */
async function copyTree(from: string, to: string): Promise<void> {
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (LEFT_OUT.has(entry.name) || entry.name.startsWith('pgsql_tmp')) continue
    const source = join(from, entry.name)
    const target = join(to, entry.name)
    if (entry.isDirectory()) {
      await mkdir(target, { mode: 0o700 })
      await copyTree(source, target)
    } else {
      await cp(source, target).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error
      })
    }
  }
}
