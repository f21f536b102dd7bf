import type { Api } from './generated/api.ts'

export type BrandPicture = NonNullable<Api['GET /api/studios/{studio}']['answer']['logo']>

/** Where a picture that a studio shows of itself is, by its hash. */
export function pictureAddress(studio: string, sha256: string): string {
  return `/api/studios/${encodeURIComponent(studio)}/pictures/${sha256}`
}

/** What an `<img>` needs to show it without a jump: its address, all sizes of it, and its proportions. */
export function pictureProps(studio: string, { sizes }: BrandPicture) {
  const largest = sizes.at(-1)
  return {
    src: pictureAddress(studio, sizes[0]?.sha256 ?? ''),
    srcset: sizes.map(({ sha256, width }) => `${pictureAddress(studio, sha256)} ${width}w`).join(', '),
    width: largest?.width ?? 1,
    height: largest?.height ?? 1,
  }
}

/** A logo this high, in proportion, no wider than the place has room for; pixels. */
export function logoBox({ sizes }: BrandPicture, height: number, most: number): { width: number; height: number } {
  const { width, height: high } = sizes.at(-1) ?? { width: 1, height: 1 }
  const wide = Math.round((height * width) / high)
  return wide <= most ? { width: wide, height } : { width: most, height: Math.round((most * high) / width) }
}
