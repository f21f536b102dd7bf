import { createHash, type Hash } from 'node:crypto'
import type { Readable } from 'node:stream'
import type { DataStore, Upload } from '@tus/server'
import { type StoredBlob, sha256Of } from './blob-store.ts'

/**
 * How far an upload is. `coming`: bytes are missing, or just came in. `sealed`: all are here, hashed, and stand as a
 * blob. `delivered`: the domain has it; only the answer to a client that asks again is kept.
 */
export type UploadStage = 'coming' | 'sealed' | 'delivered'

export interface UploadOnShelf {
  id: string
  stage: UploadStage
  /** When it was begun. */
  begunAt: Temporal.Instant
}

/** Where unfinished uploads wait: tus's store of parts, and the way from there to a blob. */
export interface UploadArea extends DataStore {
  /** Turns a wholly received upload into a blob. Harmless when repeated, by another process and after a crash too. */
  seal(id: string): Promise<StoredBlob>
  stageOf(id: string): Promise<UploadStage>
  /**
   * The upload as it is stored by now, without waiting for who writes to it: a line that hangs holds its turn until the
   * next client asks for it. Throws where there is none.
   */
  peek(id: string): Promise<Upload>
  /** Remembers that the domain has it. */
  markDelivered(id: string): Promise<void>
  /** Everything that is kept of uploads, in no order. */
  list(): Promise<UploadOnShelf[]>
  /** Forgets all that is kept of the upload; a blob made of it stays. */
  forget(id: string): Promise<void>
}

/** Small notes beside an upload, each whole or absent: `sealed` holds its blob, `delivered` is a mere mark. */
export interface UploadNotes {
  read(id: string, note: 'sealed' | 'delivered'): Promise<string | undefined>
  write(id: string, note: 'sealed' | 'delivered', text: string): Promise<void>
}

/** The stage that the notes tell. */
export async function stageByNotes(notes: UploadNotes, id: string): Promise<UploadStage> {
  if ((await notes.read(id, 'delivered')) !== undefined) return 'delivered'
  return (await notes.read(id, 'sealed')) === undefined ? 'coming' : 'sealed'
}

/**
 * Hashes the upload if it is not known yet, notes the hash, and only then gives the bytes their place under it: a crash
 * between any two of these steps is mended by doing it again.
 */
export async function sealWith(
  id: string,
  notes: UploadNotes,
  hashes: RunningHashes,
  bytes: number,
  readAll: () => Promise<Readable>,
  adopt: (sha256: string) => Promise<void>,
): Promise<StoredBlob> {
  const noted = await notes.read(id, 'sealed')
  const blob: StoredBlob = noted ? JSON.parse(noted) : (hashes.finish(id, bytes) ?? (await sha256Of(await readAll())))
  if (blob.bytes !== bytes) throw new Error(`upload ${id} has ${blob.bytes} bytes where ${bytes} were announced`)
  if (!noted) await notes.write(id, 'sealed', JSON.stringify(blob))
  await adopt(blob.sha256)
  return blob
}

/**
 * The hashes of uploads under way in this process, so that a finished one need not be read again. A resumed upload goes
 * on where its hash stands; where that is unknown (another process received the beginning) the stored bytes are read.
 */
export interface RunningHashes {
  /** The hash of exactly the first `offset` bytes, to be fed what follows; undefined when nobody knows it. */
  at(id: string, offset: number): RunningHash | undefined
  /** The digest, if it covers exactly so many bytes. The running hash is forgotten. */
  finish(id: string, bytes: number): StoredBlob | undefined
  forget(id: string): void
}

export interface RunningHash {
  add(chunk: Uint8Array): void
  bytes(): number
}

/** At most so many at once; the one untouched longest is dropped, and its upload is read again when it ends. */
const MAX_RUNNING = 2000

export function runningHashes(): RunningHashes {
  const running = new Map<string, { hash: Hash; bytes: number }>()
  return {
    at(id, offset) {
      const known = offset === 0 ? { hash: createHash('sha256'), bytes: 0 } : running.get(id)
      running.delete(id)
      if (!known || known.bytes !== offset) return undefined
      running.set(id, known)
      const oldest = running.keys().next()
      if (running.size > MAX_RUNNING && !oldest.done) running.delete(oldest.value)
      return {
        add: (chunk) => {
          known.hash.update(chunk)
          known.bytes += chunk.byteLength
        },
        bytes: () => known.bytes,
      }
    },
    finish(id, bytes) {
      const known = running.get(id)
      running.delete(id)
      return known && known.bytes === bytes ? { sha256: known.hash.digest('hex'), bytes } : undefined
    },
    forget: (id) => void running.delete(id),
  }
}

/** Runs what works on one upload one after the other, whoever asked for it. */
export function inTurns(): <T>(id: string, work: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>()
  return (id, work) => {
    const mine = (last.get(id) ?? Promise.resolve()).then(work, work)
    last.set(id, mine)
    const done = () => {
      if (last.get(id) === mine) last.delete(id)
    }
    mine.then(done, done)
    return mine
  }
}
