import sharp from 'sharp'
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

const pictureTurn = inLine(2)
sharp.concurrency(1)
sharp.cache(false)

/**
 * Writes a WebP of at most 640 pixels on its longer side to `thumbnailPath`, without the original's metadata (a photo
 * tells where it was taken). Two at a time. Throws UnreadablePicture, SVG included: drawn text is not a photo.
 */
export function readPicture(path: string, thumbnailPath: string): Promise<PictureReading> {
  return pictureTurn(async () => {
    const picture = sharp(path, { limitInputPixels: MAX_PIXELS, sequentialRead: true, animated: false })
    const { format, width, height, orientation = 1 } = await picture.metadata().catch(unreadable)
    if (!FORMATS.has(format)) throw new UnreadablePicture(`a picture of kind ${format}`)
    await picture
      .rotate()
      .resize(THUMBNAIL_PX, THUMBNAIL_PX, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 78 })
      .toFile(thumbnailPath)
      .catch(unreadable)
    return orientation >= 5 ? { format, width: height, height: width } : { format, width, height }
  })
}

function unreadable(error: unknown): never {
  throw new UnreadablePicture(error instanceof Error ? error.message : String(error))
}
