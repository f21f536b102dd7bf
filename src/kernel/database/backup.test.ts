import { execFile } from 'node:child_process'
import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfig } from '../config.ts'
import { diskStorage } from '../storage/index.ts'
import { backupFolder, restoreFolder } from './backup.ts'
import { type EmbeddedServer, startEmbedded } from './embedded.ts'
import { openServer } from './server.ts'

let folder: string
let server: EmbeddedServer
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-backup-'))
  server = await startEmbedded({ folder: join(folder, 'data/postgres') })
})
afterAll(async () => {
  await server.stop()
  await rm(folder, { recursive: true, force: true })
})

async function withClient<T>(one: EmbeddedServer, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: one.url('postgres') })
  await client.connect()
  return work(client).finally(() => client.end())
}

test('a backup taken while people write holds all that was committed before it, and whole transactions after', async () => {
  await withClient(server, (client) => client.query('create table entries (transfer int, amount int)'))
  let writing = true
  let written = 0
  const writer = withClient(server, async (client) => {
    while (writing) {
      written++
      await client.query('insert into entries values ($1, 10), ($1, -10)', [written])
    }
  })
  await withClient(server, (client) => client.query('insert into entries values (0, 5), (0, -5)'))
  const before = written
  await backupFolder(join(folder, 'data'), server.url('postgres'), join(folder, 'backup'))
  writing = false
  await writer
  await restoreFolder(join(folder, 'backup'), join(folder, 'restored'))
  const restored = await startEmbedded({ folder: join(folder, 'restored/postgres') })
  try {
    const { rows } = await withClient(restored, (client) =>
      client.query('select count(distinct transfer)::int as transfers, sum(amount)::int as total from entries'),
    )
    expect(rows[0].transfers).toBeGreaterThanOrEqual(before)
    expect(rows[0].total).toBe(0)
  } finally {
    await restored.stop()
  }
})

test('a backup whose files were lost or changed is not restored, and nothing is written', async () => {
  const { blobs } = diskStorage(join(folder, 'data/files'))
  const [kept, lost] = await Promise.all(['kept', 'lost'].map((text) => blobs.put([Buffer.from(text)])))
  const taken = join(folder, 'damaged')
  await backupFolder(join(folder, 'data'), server.url('postgres'), taken)
  const target = join(folder, 'from-damaged')
  const pathOf = (sha256 = '') => join(taken, 'files/blobs', sha256.slice(0, 2), sha256.slice(2, 4), sha256)
  await chmod(pathOf(kept?.sha256), 0o600)
  await writeFile(pathOf(kept?.sha256), 'kemt')
  await expect(restoreFolder(taken, target)).rejects.toThrow('has other bytes than those of its hash')
  await writeFile(pathOf(kept?.sha256), 'kept')
  await rm(pathOf(lost?.sha256))
  await expect(restoreFolder(taken, target)).rejects.toThrow('taken with 2 files of 8 bytes and has 1 of 4')
  await expect(readdir(target)).rejects.toThrow('ENOENT')
})

test('a folder into which a restore was cut off is started by nobody', async () => {
  const taken = join(folder, 'cut')
  await backupFolder(join(folder, 'data'), server.url('postgres'), taken)
  // What cannot be copied ends the copying on its way, as a full disk or a kill would.
  await promisify(execFile)('mkfifo', [join(taken, 'pipe')])
  const target = join(folder, 'half')
  await expect(restoreFolder(taken, target)).rejects.toThrow('pipe')
  await expect(openServer(readConfig({ DATA_DIR: target }))).rejects.toThrow('did not come to its end')
  await expect(restoreFolder(taken, target)).rejects.toThrow('is not empty')
})

test('a backup is never written over something', async () => {
  await expect(backupFolder(join(folder, 'data'), server.url('postgres'), folder)).rejects.toThrow('is not empty')
})

test('what is no finished backup is not restored', async () => {
  await expect(restoreFolder(join(folder, 'data'), join(folder, 'other'))).rejects.toThrow('no finished backup')
})
