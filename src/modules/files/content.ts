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
  const mediaType = isLongWav(head)
    ? 'audio/wav'
    : ((await fileTypeFromBuffer(head))?.mime ?? (isText(head) ? 'text/plain' : UNKNOWN))
  return { mediaType, kind: kindOf(mediaType) }
}

function kindOf(mediaType: string): Content['kind'] {
  if (mediaType.startsWith('audio/')) return 'sound'
  if (mediaType.startsWith('video/')) return 'video'
  if (mediaType === 'application/pdf') return 'pdf'
  return mediaType.startsWith('image/') && mediaType !== 'image/svg+xml' ? 'picture' : 'other'
}

/** A WAV of more than 4 GiB, or made ready to grow so long (EBU Tech 3306, ITU-R BS.2088). */
function isLongWav(head: Buffer): boolean {
  return ['RF64', 'BW64'].includes(head.toString('latin1', 0, 4)) && head.toString('latin1', 8, 12) === 'WAVE'
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

/** Letters that turn the direction of what follows: they make `song_3pm.exe` look like `song_exe.mp3`. */
const TURNS = /[\u202a-\u202e\u2066-\u2069]/

/**
 * The name as it was sent, without what is no part of a name: folders, control characters, and letters that make another
 * ending look like the last. At most 255 letters.
 */
export function plainName(sent: string): string {
  const last = sent.split(/[/\\]/).at(-1) ?? ''
  const plain = [...last]
    .filter((letter) => letter >= ' ' && !(letter >= '\u007f' && letter < '\u00a0') && !TURNS.test(letter))
    .slice(0, 255)
    .join('')
    .trim()
  return plain === '' || plain === '.' || plain === '..' ? 'file' : plain
}
