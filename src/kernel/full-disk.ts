import { statfsSync } from 'node:fs'
import { StartError } from './start-error.ts'

/** What the system and PostgreSQL call a disk, or a quota on it, that is full. */
const FULL = new Set(['ENOSPC', 'EDQUOT', '53100'])
/** With less than this free, in bytes, not even the line that says so can be written. */
const NOTHING_FREE = 65_536

/** The sentence for the terminal about a disk without room for `place`. */
export function diskFull(place: string): StartError {
  return new StartError(
    `The disk is full: there is no room left for ${place}. Make room there and start again; what was kept before is kept.`,
  )
}

/** The sentence, when an error or one that caused it says that the disk is full; `place` where it names no file. */
export function asDiskFull(error: unknown, place: string): StartError | undefined {
  if (!(error instanceof Error) || error instanceof StartError) return undefined
  if (!FULL.has(textOf(error, 'code') ?? '')) return asDiskFull(error.cause, place)
  return diskFull(textOf(error, 'dest') ?? textOf(error, 'path') ?? place)
}

function textOf(error: Error, name: string): string | undefined {
  const value: unknown = Reflect.get(error, name)
  return typeof value === 'string' ? value : undefined
}

/** Whether something that PostgreSQL printed says that the disk is full: a page may have been written in part, too. */
export function saysDiskFull(output: string): boolean {
  return /No space left on device|Disk quota exceeded|Check free disk space/i.test(output)
}

/** Whether next to nothing can be written in a folder. */
export function hasNoRoom(folder: string): boolean {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize < NOTHING_FREE
}
