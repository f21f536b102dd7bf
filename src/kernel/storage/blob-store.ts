import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'

/** What a blob is known by: the SHA-256 of its bytes, 64 lower-case hex digits, and how many bytes it has. */
export interface StoredBlob {
  sha256: string
  bytes: number
}

/** Bytes `start` to `end`, both included, as HTTP counts them. */
export interface ByteRange {
  start: number
  end: number
}

/** Bytes on their way in: a Node stream or anything that can be iterated. */
export type Incoming = Readable | AsyncIterable<Uint8Array> | Iterable<Uint8Array>

/** A file of this machine's that can be read at random, and what to call when done with it. */
export interface LocalFile {
  path: string
  release(): Promise<void>
}

/**
 * Where bytes are kept, by their content: the same bytes are stored once, under their hash, whole or not at all, and are
 * never written again (R8, R10). Knows nothing of who may read them.
 *
 * A disk that is full answers with the problem `storage_full`; a blob that is not there with `BlobMissing`.
 */
export interface BlobStore {
  /** Stores what comes in, of any length, in flat memory. Visible under its hash only once all of it is durable. */
  put(content: Incoming): Promise<StoredBlob>
  /** The blob's bytes, or a part of them. Throws `BlobMissing` before the first byte. */
  read(sha256: string, range?: ByteRange): Promise<Readable>
  /** How many bytes the blob has; undefined when it is not here. */
  bytesOf(sha256: string): Promise<number | undefined>
  /** The blob as a file of this machine's, for what must seek (decoders, sharp). Release it. */
  localFile(sha256: string): Promise<LocalFile>
  /** Forgets the blob; one that is not here is no error. */
  remove(sha256: string): Promise<void>
  /** Removes what is left of puts that began before the moment and never ended (a killed process). Answers how many. */
  sweep(before: Temporal.Instant): Promise<number>
}

/** The bytes that a row names are not in the store: someone removed them, or the store is another one. */
export class BlobMissing extends Error {
  override name = 'BlobMissing'
  readonly sha256: string

  constructor(sha256: string) {
    super(`no blob ${sha256}`)
    this.sha256 = sha256
  }
}

const SHA256 = /^[0-9a-f]{64}$/

/** Refuses what is not a SHA-256, before it becomes part of a path. */
export function checkSha256(sha256: string): string {
  if (!SHA256.test(sha256)) throw new TypeError(`not a SHA-256: ${JSON.stringify(sha256)}`)
  return sha256
}

/** The SHA-256 of a stream of bytes, in flat memory. */
export async function sha256Of(content: Incoming): Promise<StoredBlob> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of content) {
    hash.update(chunk)
    bytes += chunk.byteLength
  }
  return { sha256: hash.digest('hex'), bytes }
}
