import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { synthesise } from '../../src/kernel/media/index.ts'

/** Recordings of one song, in a folder of their own. */
export interface Songs {
  /** Writes one of many megabytes, as loud as wanted; gives its path. */
  record(name: string, gainDb: number): Promise<string>
  remove(): Promise<void>
}

const SECONDS = 100

export async function songs(): Promise<Songs> {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-songs-'))
  return {
    async record(name, gainDb) {
      const path = join(folder, name)
      await writeFile(path, Buffer.concat([...synthesise({ seed: 7, seconds: SECONDS, gainDb })]))
      return path
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}
