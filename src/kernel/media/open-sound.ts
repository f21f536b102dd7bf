import { open, stat } from 'node:fs/promises'
import { openAiff } from './aiff.ts'
import { bytesAt } from './chunks.ts'
import { openFlac, openMp3 } from './compressed.ts'
import { type OpenSound, UnreadableSound } from './sound-file.ts'
import { openWav } from './wav.ts'

/** Opens WAV, AIFF, FLAC or MP3 by what the bytes say. Throws UnreadableSound for anything else. */
export async function openSound(path: string): Promise<OpenSound> {
  const file = await open(path, 'r')
  try {
    const { size } = await stat(path)
    const head = await bytesAt(file, 0, 12)
    const mark = head.toString('latin1', 0, 4)
    const form = head.toString('latin1', 8, 12)
    if (['RIFF', 'RF64', 'BW64'].includes(mark) && form === 'WAVE') return await openWav(file, path, size)
    if (mark === 'FORM' && ['AIFF', 'AIFC'].includes(form)) return await openAiff(file, path, size)
    const afterTag = mark.startsWith('ID3') ? await bytesAt(file, id3Bytes(head), 4) : head
    if (afterTag.toString('latin1', 0, 4) === 'fLaC') return await openFlac(path)
    const [first = 0, second = 0] = afterTag
    if (mark.startsWith('ID3') || (first === 0xff && (second & 0xe0) === 0xe0)) return await openMp3(path)
  } finally {
    await file.close()
  }
  throw new UnreadableSound('neither WAV, AIFF, FLAC nor MP3')
}

/** The length of the ID3v2 tag before the sound: seven bits in each of four bytes, and its own ten. */
function id3Bytes(head: Buffer): number {
  const [a = 0, b = 0, c = 0, d = 0] = head.subarray(6, 10)
  return 10 + ((a << 21) | (b << 14) | (c << 7) | d)
}
