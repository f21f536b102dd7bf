import sharp, { type OutputInfo } from 'sharp'
import { opened, pictureTurn, UnreadablePicture } from './pictures.ts'

/** One way in which a picture is shown: into a box of so many pixels. */
export interface Rendition {
  kind: string
  width: number
  height: number
  /** `inside`: all of it, never blown up. `cover`: the box is filled, the rest cut. `contain`: all of it, in the middle. */
  fit: 'inside' | 'cover' | 'contain'
  format: 'webp' | 'jpeg' | 'png'
}

/** A rendition that was made. */
export interface Rendered {
  kind: string
  mediaType: string
  width: number
  height: number
  bytes: Buffer
}

/**
 * The ground on which a picture with see-through parts reads: `light` under dark shapes, `dark` under bright ones. Null
 * where nothing shines through.
 */
export type Ground = 'light' | 'dark' | null

const MEDIA_TYPES = { webp: 'image/webp', jpeg: 'image/jpeg', png: 'image/png' } as const
/** Relative brightness above which shapes are bright. */
const BRIGHT = 0.62
/** A share of see-through pixels that is no more than rounded corners. */
const CORNERS = 0.08
/** What shines through where a format knows no holes: the site's sheet. */
const PAPER = '#fffefb'
/** What counts as seen of a pixel's opacity, 0 to 255. */
const SEEN = 24

/** How large a picture is, as it is seen, by its head alone: nothing is decoded. Throws UnreadablePicture. */
export async function measurePicture(bytes: Buffer): Promise<{ width: number; height: number }> {
  const { width, height, orientation = 1 } = await opened(bytes, false)
  return orientation >= 5 ? { width: height, height: width } : { width, height }
}

/**
 * Draws a picture anew in several sizes, in sRGB, turned the way its camera says and without anything that it carried
 * besides (EXIF, place, profiles, further frames). Two at a time. Throws UnreadablePicture, where it ends too early too.
 */
export function renderPicture(
  bytes: Buffer,
  renditions: readonly Rendition[],
): Promise<{ rendered: Rendered[]; ground: Ground }> {
  return pictureTurn(async () => {
    const { width, height } = await opened(bytes, true)
    const most = Math.min(Math.max(...renditions.flatMap((one) => [one.width, one.height])), Math.max(width, height))
    // Decoded once; all sizes are drawn from what the largest of them needs.
    const pixels = await sharp(bytes, { failOn: 'error', animated: false })
      .rotate()
      .resize(most, most, { fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
      .catch(unreadable)
    const rendered: Rendered[] = []
    for (const rendition of renditions) rendered.push(await draw(pixels, rendition))
    return { rendered, ground: await groundOf(pixels) }
  })
}

interface Pixels {
  data: Buffer
  info: OutputInfo
}

const open = ({ data, info: { width, height } }: Pixels) => sharp(data, { raw: { width, height, channels: 4 } })

async function draw(pixels: Pixels, { kind, width, height, fit, format }: Rendition): Promise<Rendered> {
  const sized = open(pixels).resize(width, height, { fit, withoutEnlargement: fit === 'inside', background: '#0000' })
  const encoded = {
    webp: () => sized.webp({ quality: 82, alphaQuality: 90, effort: 3 }),
    jpeg: () => sized.flatten({ background: PAPER }).jpeg({ quality: 82 }),
    png: () => sized.png(),
  }[format]()
  const { info, data } = await encoded.toBuffer({ resolveWithObject: true })
  return { kind, mediaType: MEDIA_TYPES[format], width: info.width, height: info.height, bytes: data }
}

async function groundOf(pixels: Pixels): Promise<Ground> {
  const small = await open(pixels).resize(48, 48, { fit: 'inside' }).raw().toBuffer()
  let [seen, clear, light] = [0, 0, 0]
  for (let at = 0; at < small.length; at += 4) {
    const [r = 0, g = 0, b = 0, a = 0] = small.subarray(at, at + 4)
    if (a < SEEN) clear += 1
    seen += a
    light += (a * (0.2126 * r + 0.7152 * g + 0.0722 * b)) / 255
  }
  if ((clear * 4) / small.length <= CORNERS) return null
  return seen > 0 && light / seen > BRIGHT ? 'dark' : 'light'
}

function unreadable(error: unknown): never {
  throw new UnreadablePicture(error instanceof Error ? error.message : String(error))
}
