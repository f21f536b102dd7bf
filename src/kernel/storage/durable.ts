import { constants } from 'node:fs'
import { type FileHandle, mkdir, open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { problem } from '../problem.ts'

/** Makes what was written to the folder (new names, renames) survive a loss of power. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, constants.O_RDONLY)
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** Gives a finished file its final name, durably: whoever sees the name sees all of the bytes, after a crash too. */
export async function renameDurably(from: string, to: string): Promise<void> {
  const folder = dirname(to)
  const firstMade = await mkdir(folder, { recursive: true })
  await rename(from, to)
  await syncFolder(folder)
  // A folder that is itself new has its name in the one above, which must survive too.
  for (let made = folder; firstMade && made.length >= firstMade.length; made = dirname(made)) {
    await syncFolder(dirname(made))
  }
}

/** Writes a small file so that its name holds either the old text or the new one, never half of it. */
export async function writeAtomically(path: string, text: string): Promise<void> {
  const draft = `${path}.draft`
  const file = await open(draft, 'w')
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await renameDurably(draft, path)
}

const BATCH_BYTES = 1024 * 1024

/**
 * Writes chunks one after the other from a position on, a megabyte at a time, while the next ones are being gathered.
 * Holds two batches at most: `add` waits when the disk is slower than what comes in. A failed write is thrown by the
 * next `add`, or by `end`.
 */
export function batchWriter(file: FileHandle, position: number) {
  let batch: Uint8Array[] = []
  let bytes = 0
  let at = position
  let writing: Promise<void> = Promise.resolve()

  const flush = async () => {
    const [ready, from] = [batch, at]
    at += bytes
    batch = []
    bytes = 0
    await writing
    writing = writeAll(file, ready, from)
    // Thrown where it is awaited next; until then it must not end the process.
    writing.catch(() => undefined)
  }
  return {
    async add(chunk: Uint8Array): Promise<void> {
      batch.push(chunk)
      bytes += chunk.byteLength
      if (bytes >= BATCH_BYTES) await flush()
    },
    async end(): Promise<void> {
      await flush()
      await writing
    },
  }
}

/** Writes all of the chunks; the system may take less than it was given. */
async function writeAll(file: FileHandle, chunks: readonly Uint8Array[], position: number): Promise<void> {
  let rest = chunks.filter((chunk) => chunk.byteLength > 0)
  let at = position
  while (rest.length > 0) {
    let { bytesWritten } = await file.writev(rest, at)
    at += bytesWritten
    rest = rest.flatMap((chunk) => {
      const taken = Math.min(bytesWritten, chunk.byteLength)
      bytesWritten -= taken
      return taken === chunk.byteLength ? [] : [chunk.subarray(taken)]
    })
  }
}

/** A disk that is full, or a quota that is used up, said as a problem; anything else as it is. */
export function saidPlainly(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'ENOSPC' || code === 'EDQUOT' ? problem('storage_full') : error
}

/** Whether the system says that there is no such file. */
export function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
