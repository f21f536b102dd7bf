import sharp, { type Metadata } from 'sharp'
import { inLine } from './turns.ts'

/** What a picture is, and how large, as it is seen (turned the way its camera says). */
export interface PictureReading {
  format: string
  width: number
  height: number
}

/** The bytes are no picture that we can show, or it is too large to be opened safely. */
export class UnreadablePicture extends Error {
  override name = 'UnreadablePicture'
}

/** Twice what a phone of today takes; a "decompression bomb" has more. */
const MAX_PIXELS = 120_000_000
const THUMBNAIL_PX = 640
const FORMATS = new Set(['jpeg', 'png', 'webp', 'gif', 'tiff', 'heif'])

/** Pictures that are decoded at once, in this process. */
export const pictureTurn = inLine(2)
sharp.concurrency(1)
sharp.cache(false)

/**
 * Writes a WebP of at most 640 pixels on its longer side to `thumbnailPath`, without the original's metadata (a photo
 * tells where it was taken). Two at a time. Throws UnreadablePicture, SVG included: drawn text is not a photo.
 */
export function readPicture(path: string, thumbnailPath: string): Promise<PictureReading> {
  return pictureTurn(async () => {
    const { format, width, height, orientation = 1 } = await opened(path, true)
    await sharp(path, { limitInputPixels: MAX_PIXELS, sequentialRead: true, animated: false })
      .rotate()
      .resize(THUMBNAIL_PX, THUMBNAIL_PX, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 78 })
      .toFile(thumbnailPath)
      .catch(unreadable)
    return orientation >= 5 ? { format, width: height, height: width } : { format, width, height }
  })
}

/** What a picture's head says of it; with `bounded`, only where it is small enough to be decoded. Throws UnreadablePicture. */
export async function opened(picture: string | Buffer, bounded: boolean): Promise<Metadata> {
  const limitInputPixels = bounded ? MAX_PIXELS : false
  if (picture.length === 0) throw new UnreadablePicture('no bytes')
  const said = await sharp(picture, { limitInputPixels, animated: false }).metadata().catch(unreadable)
  if (!FORMATS.has(said.format)) throw new UnreadablePicture(`a picture of kind ${said.format}`)
  return said
}

function unreadable(error: unknown): never {
  throw new UnreadablePicture(error instanceof Error ? error.message : String(error))
}
