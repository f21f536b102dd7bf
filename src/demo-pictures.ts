import sharp from 'sharp'
import type { Ctx } from './kernel/context.ts'
import type { BlobStore } from './kernel/storage/index.ts'
import { keepPicture, preparePicture } from './modules/brand/index.ts'

/** What a demo studio shows of itself, drawn here: no picture of anybody's is needed. */
type Drawing = Readonly<Record<'logo' | 'cover', string>>
type Ready = Awaited<ReturnType<typeof preparePicture>>

/** A night in the north, made of sound: the lights are the bars of a waveform. */
const SEVER: Drawing = {
  logo: svg(256, 256, [
    '<rect width="256" height="256" rx="56" fill="#1c1a17"/>',
    ...[44, 78, 118, 176, 118, 78, 44].map((high, at) =>
      bar({ x: 44 + at * 26, y: 128 - high / 2, high, wide: 12 }, at === 3 ? '#eda53b' : '#efe9de'),
    ),
  ]),
  cover: svg(2080, 832, [
    '<rect width="2080" height="832" fill="#141311"/>',
    ...Array.from({ length: 90 }, (_, at) => {
      const [x, y] = [wander(at, 12.9) * 2080, wander(at, 78.2) * 460]
      return `<circle cx="${x}" cy="${y}" r="${1 + wander(at, 3.7) * 1.6}" fill="#efe9de" opacity="${0.2 + wander(at, 5.1) * 0.5}"/>`
    }),
    ...Array.from({ length: 130 }, (_, at) => {
      const swell = Math.sin(at / 9) * 0.5 + Math.sin(at / 23 + 2) * 0.5
      const high = 150 + 290 * (0.5 + swell / 2) + 90 * wander(at, 9.3)
      const foot = 640
      const shade = at % 13 === 6 ? '#f3c06a' : ['#a8741f', '#6f5426', '#c9780c', '#574b38'][at % 4]
      return bar({ x: at * 16 + 4, y: foot - high, high, wide: 7 }, shade ?? '', 0.5 + 0.5 * wander(at, 2.3))
    }),
    ridge(2080, 832, { at: 600, swing: 46, length: 420, shift: 0.4 }, '#201e1a'),
    ridge(2080, 832, { at: 668, swing: 38, length: 300, shift: 2.1 }, '#1a1815'),
    ridge(2080, 832, { at: 742, swing: 24, length: 520, shift: 4 }, '#0f0e0c'),
  ]),
}

/** A river by day, in flat bands. */
const TIDE: Drawing = {
  logo: svg(256, 256, [
    '<defs><clipPath id="c"><circle cx="128" cy="128" r="116"/></clipPath></defs>',
    '<circle cx="128" cy="128" r="110" fill="none" stroke="#2f5f93" stroke-width="12"/>',
    '<g clip-path="url(#c)">',
    ...[128, 162, 196].map(
      (y, at) =>
        `<path d="${wave(256, { at: y, swing: 10, length: 128, shift: at * 1.4 })}" fill="none" stroke="#2f5f93" stroke-width="${12 - at * 2}"/>`,
    ),
    '</g><circle cx="128" cy="78" r="22" fill="#c98a4b"/>',
  ]),
  cover: svg(2080, 832, [
    '<rect width="2080" height="832" fill="#eef2f3"/>',
    '<circle cx="1480" cy="300" r="128" fill="#f1d3a5"/>',
    ridge(2080, 832, { at: 372, swing: 26, length: 900, shift: 0.8 }, '#d3dfe4'),
    ridge(2080, 832, { at: 430, swing: 16, length: 620, shift: 3 }, '#b5cad6'),
    ...[0, 1, 2, 3, 4, 5].map((at) =>
      ridge(
        ...([2080, 832, { at: 486 + at * 58, swing: 9 + at * 3, length: 260 + at * 70, shift: at * 1.9 }] as const),
        ['#94b4c9', '#759fbb', '#5a88aa', '#467499', '#386487', '#2c5273'][at] ?? '',
      ),
    ),
    ...Array.from({ length: 26 }, (_, at) => {
      const [x, y] = [1330 + wander(at, 4.4) * 300, 500 + at * 12]
      return `<rect x="${x}" y="${y}" width="${30 + wander(at, 8.8) * 90}" height="4" rx="2" fill="#f1d3a5" opacity="${0.75 - at * 0.022}"/>`
    }),
  ]),
}

const DRAWINGS: Readonly<Record<string, Drawing>> = { sever: SEVER, tide: TIDE }

/** Draws what a demo studio shows of itself; beside whatever else is done meanwhile. */
export async function drawPictures(slug: string): Promise<Ready[]> {
  const { logo, cover } = DRAWINGS[slug] ?? {}
  const drawn: Ready[] = []
  for (const [place, drawing] of [['logo', logo] as const, ['cover', cover] as const]) {
    if (drawing) drawn.push(await preparePicture(place, await sharp(Buffer.from(drawing)).png().toBuffer()))
  }
  return drawn
}

/** Shows what was drawn on the studio's site. */
export async function hangPictures(
  inStudio: <T>(fn: (ctx: Ctx) => Promise<T>) => Promise<T>,
  store: BlobStore,
  drawn: readonly Ready[],
): Promise<void> {
  for (const picture of drawn) await keepPicture(inStudio, store, picture)
}

interface Line {
  /** How far down its middle is, and how far it swings; pixels. */
  at: number
  swing: number
  /** Of one wave, in pixels, and where it begins, in radians. */
  length: number
  shift: number
}

function wave(wide: number, { at, swing, length, shift }: Line): string {
  const points = Array.from({ length: Math.ceil(wide / 8) + 1 }, (_, step) => {
    const x = step * 8
    const turn = (x / length) * 2 * Math.PI
    return `${x} ${(at + swing * (Math.sin(turn + shift) * 0.7 + Math.sin(turn * 0.37 + shift * 2) * 0.3)).toFixed(1)}`
  })
  return `M${points.join('L')}`
}

function ridge(wide: number, high: number, line: Line, fill: string): string {
  return `<path d="${wave(wide, line)}L${wide} ${high}L0 ${high}Z" fill="${fill}"/>`
}

function bar(place: { x: number; y: number; high: number; wide: number }, fill: string, opacity = 1): string {
  const { x, y, high, wide } = place
  return `<rect x="${x}" y="${y}" width="${wide}" height="${high}" rx="${wide / 2}" fill="${fill}" opacity="${opacity}"/>`
}

function svg(wide: number, high: number, parts: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${wide}" height="${high}" viewBox="0 0 ${wide} ${high}">${parts.join('')}</svg>`
}

/** From 0 to 1, the same for the same figures: scattered, but never by chance. */
function wander(at: number, seed: number): number {
  const scattered = Math.sin((at + 1) * seed) * 43_758.5453
  return scattered - Math.floor(scattered)
}
