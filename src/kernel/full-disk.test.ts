import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readConfig } from './config.ts'
import { asDiskFull, saysDiskFull } from './full-disk.ts'

const coded = (code: string, more = {}) => Object.assign(new Error('raw'), { code, ...more })

test('an error of the system or of PostgreSQL, however deep, becomes a sentence that names the place', () => {
  expect(asDiskFull(coded('ENOSPC', { path: '/from', dest: '/to/copy' }), '/data')?.message).toContain('for /to/copy.')
  expect(asDiskFull(coded('EDQUOT', { path: '/data/lock' }), '/data')?.message).toContain('for /data/lock.')
  const migration = new Error('migration failed', { cause: coded('53100') })
  expect(asDiskFull(migration, '/data')?.message).toContain('The disk is full: there is no room left for /data.')
  for (const other of [coded('EACCES'), coded('57P01'), new Error('no code'), 'no error', undefined]) {
    expect(asDiskFull(other, '/data')).toBeUndefined()
  }
})

test('the database’s words are known, of a page that was written in part too', () => {
  expect(saysDiskFull('PANIC:  could not write to file "pg_wal/xlogtemp.7": No space left on device')).toBe(true)
  expect(saysDiskFull('FATAL:  wrote only 4096 of 8192 bytes\nHINT:  Check free disk space.')).toBe(true)
  expect(saysDiskFull('FATAL:  lock file "postmaster.pid" already exists')).toBe(false)
})

test('a secret that was cut short is refused and kept, a new one is written whole', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'atelier-secret-'))
  await writeFile(join(dataDir, 'secret'), '')
  expect(() => readConfig({ DATA_DIR: dataDir })).toThrow(`The secret in ${join(dataDir, 'secret')} is cut short`)
  await rm(join(dataDir, 'secret'))
  const made = readConfig({ DATA_DIR: dataDir }).SECRET
  expect(made.length).toBeGreaterThanOrEqual(32)
  expect(readConfig({ DATA_DIR: dataDir }).SECRET).toBe(made)
  expect(await readdir(dataDir)).toEqual(['secret'])
  await rm(dataDir, { recursive: true })
})
