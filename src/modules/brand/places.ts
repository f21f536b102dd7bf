import type { Rendition } from '../../kernel/media/index.ts'

/** Where a studio shows a picture of itself. */
export const PLACES = ['logo', 'cover'] as const
export type Place = (typeof PLACES)[number]

/** What is taken, at most: bytes as sent, and pixels once opened. A phone's photo is within both. */
export const MAX_BYTES = 8 * 1024 ** 2
export const MAX_PIXELS = 40_000_000

/** Pictures that are drawn or wait for it at once, in one process: each with up to 8 MiB in memory. */
export const MOST_AT_ONCE = 12

const webp = (kind: string, width: number, height: number): Rendition => ({
  ...{ kind, width, height },
  ...{ fit: 'inside', format: 'webp' },
})

/** For each place: the fewest pixels that look right there, and the sizes that are drawn, the narrowest first. */
export const SIZES: Readonly<Record<Place, { minWidth: number; minHeight: number; renditions: readonly Rendition[] }>> =
  {
    logo: {
      ...{ minWidth: 64, minHeight: 32 },
      renditions: [
        webp('small', 320, 80),
        webp('medium', 640, 160),
        webp('large', 960, 480),
        { kind: 'card', width: 180, height: 180, fit: 'contain', format: 'png' },
      ],
    },
    cover: {
      ...{ minWidth: 640, minHeight: 240 },
      renditions: [
        webp('small', 520, 1040),
        webp('medium', 1040, 2080),
        webp('large', 1560, 2080),
        webp('full', 2080, 2080),
        { kind: 'card', width: 1200, height: 630, fit: 'cover', format: 'jpeg' },
      ],
    },
  }
