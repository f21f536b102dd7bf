import { create as disposition } from 'content-disposition'
import type { FastifyReply, FastifyRequest } from 'fastify'
import parseRange from 'range-parser'
import { problem } from '../../kernel/problem.ts'
import { BlobMissing, type BlobStore, type ByteRange } from '../../kernel/storage/index.ts'

/** Bytes to send, and how they are to be named. */
export interface Served {
  sha256: string
  bytes: number
  mediaType: string
  name: string
  /** `attachment` saves; `inline` lets an element of ours show it. */
  as: 'attachment' | 'inline'
  /** Whether caches between may keep it: what everybody may see. For ever, where the address is the hash. */
  shown?: boolean | 'by hash'
}

/** What people send is never run: no scripts, no frames, no requests of its own, whatever it claims to be. */
const SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; media-src 'self'; sandbox"

/**
 * Sends a blob: whole, a range of it (RFC 9110, one range; several are answered with the whole), or 304 to who has it.
 * The entity tag is the hash, so that a resumed download never mixes two files.
 */
export async function serve(request: FastifyRequest, reply: FastifyReply, store: BlobStore, served: Served) {
  const etag = `"${served.sha256}"`
  reply
    .header('etag', etag)
    .header('accept-ranges', 'bytes')
    .header('cache-control', cachingOf(served.shown))
    .header('content-security-policy', SANDBOX)
    .header('cross-origin-resource-policy', 'same-origin')
    .header('content-disposition', disposition(served.name, { type: served.as }))
    .type(served.mediaType)
  if (mentions(request.headers['if-none-match'], etag)) return reply.code(304).send()
  const range = rangeIn(request, etag, served.bytes)
  if (range === 'unsatisfiable') {
    reply.header('content-range', `bytes */${served.bytes}`)
    throw problem('range_not_satisfiable')
  }
  const length = range ? range.end - range.start + 1 : served.bytes
  reply.header('content-length', length)
  if (range) reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${served.bytes}`)
  if (request.method === 'HEAD' || length === 0) return reply.send('')
  try {
    return await reply.send(await store.read(served.sha256, range))
  } catch (error) {
    throw error instanceof BlobMissing ? problem('unavailable') : error
  }
}

/** What a request is given of a blob: none of it (it has it, or asks for what is not there), a part, or the whole. */
export function givenOf(request: FastifyRequest, { sha256, bytes }: Pick<Served, 'sha256' | 'bytes'>) {
  const etag = `"${sha256}"`
  if (request.method !== 'GET' || mentions(request.headers['if-none-match'], etag)) return 'nothing'
  const range = rangeIn(request, etag, bytes)
  if (range === 'unsatisfiable') return 'nothing'
  return range ? 'part' : 'whole'
}

function cachingOf(shown: Served['shown']): string {
  if (shown === 'by hash') return 'public, max-age=31536000, immutable'
  return shown ? 'public, max-age=300' : 'private, no-cache'
}

/** Whether the request is for the beginning of it: a player that seeks asks many times, and was at it once. */
export function fromTheBeginning(request: FastifyRequest): boolean {
  const range = request.headers.range
  return request.method === 'GET' && (range === undefined || /^bytes=0-/.test(range))
}

function rangeIn(request: FastifyRequest, etag: string, bytes: number): ByteRange | 'unsatisfiable' | undefined {
  const { range, 'if-range': onlyIf } = request.headers
  if (range === undefined || bytes === 0 || (onlyIf !== undefined && onlyIf !== etag)) return undefined
  // The last so many bytes of what has fewer are all of them (RFC 9110, 14.1.2); the parser refuses that.
  if (Number(/^bytes=-(\d+)$/.exec(range)?.[1] ?? 0) > bytes) return { start: 0, end: bytes - 1 }
  const parsed = parseRange(bytes, range)
  if (parsed === -1) return 'unsatisfiable'
  const [only, ...others] = parsed === -2 || parsed.type !== 'bytes' ? [] : parsed
  return only && others.length === 0 ? { start: only.start, end: only.end } : undefined
}

function mentions(header: string | undefined, etag: string): boolean {
  return (header ?? '').split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)
}
