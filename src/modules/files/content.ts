import { fileTypeFromBuffer } from 'file-type'
import type { BlobStore } from '../../kernel/storage/index.ts'
import type { FILE_KINDS } from './tables.ts'

export interface Content {
  mediaType: string
  kind: (typeof FILE_KINDS)[number]
}

const HEAD_BYTES = 4100
const UNKNOWN = 'application/octet-stream'

/** What a blob is, by its first bytes: what its sender called it decides nothing. */
export async function contentOf(store: BlobStore, sha256: string, bytes: number): Promise<Content> {
  if (bytes === 0) return { mediaType: UNKNOWN, kind: 'other' }
  const head = Buffer.concat(
    await (await store.read(sha256, { start: 0, end: Math.min(bytes, HEAD_BYTES) - 1 })).toArray(),
  )
  const mediaType = (await fileTypeFromBuffer(head))?.mime ?? (isText(head) ? 'text/plain' : UNKNOWN)
  return { mediaType, kind: kindOf(mediaType) }
}

function kindOf(mediaType: string): Content['kind'] {
  if (mediaType.startsWith('audio/')) return 'sound'
  if (mediaType.startsWith('video/')) return 'video'
  if (mediaType === 'application/pdf') return 'pdf'
  return mediaType.startsWith('image/') && mediaType !== 'image/svg+xml' ? 'picture' : 'other'
}

/** UTF-8 without control characters. The last few bytes may be half a letter. */
function isText(head: Buffer): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true })
    return ![...text].some((letter) => letter < ' ' && !'\t\n\r\f'.includes(letter))
  } catch {
    return false
  }
}

/** The name as it was sent, without what is no part of a name: folders and control characters. At most 255 letters. */
export function plainName(sent: string): string {
  const last = sent.split(/[/\\]/).at(-1) ?? ''
  const plain = [...last]
    .filter((letter) => letter >= ' ' && letter !== '\u007f')
    .slice(0, 255)
    .join('')
    .trim()
  return plain === '' || plain === '.' || plain === '..' ? 'file' : plain
}
