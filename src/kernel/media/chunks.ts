import type { FileHandle } from 'node:fs/promises'

/** A piece of an IFF file (WAV, AIFF): four letters, and where its content lies. */
export interface Chunk {
  id: string
  start: number
  bytes: number
}

/** The file holds at most so many pieces: what has more is not a recording but an attack. */
const MAX_CHUNKS = 1000
const HEADER_BYTES = 12

/** The chunks of an IFF file, in order, without reading their content. */
export async function* chunksOf(file: FileHandle, fileBytes: number, endian: 'little' | 'big'): AsyncGenerator<Chunk> {
  let at = HEADER_BYTES
  for (let count = 0; at + 8 <= fileBytes && count < MAX_CHUNKS; count++) {
    const header = await bytesAt(file, at, 8)
    const bytes = endian === 'little' ? header.readUInt32LE(4) : header.readUInt32BE(4)
    yield { id: header.toString('latin1', 0, 4), start: at + 8, bytes }
    at += 8 + bytes + (bytes % 2)
  }
}

/** Reads so many bytes at a place, or as many as there are. */
export async function bytesAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position)
  return buffer.subarray(0, bytesRead)
}
