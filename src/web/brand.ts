/**
 * A studio's colour in place of amber (DESIGN): a mark that is seen on paper (3 : 1: a star, a played bar, the
 * focus), and for text a shade of it that reads at 4.5 : 1 on every ground of the theme. Returns the text of a style sheet. The colour is `#rrggbb`, checked by the database.
 */
export function brandStyle(colour: string): string {
  const light = {
    mark: readable(colour, '#faf8f4', 0, SEEN),
    text: readable(colour, '#f3efe8', 0),
    ground: mix(colour, '#fffefb', 0.86),
  }
  const dark = {
    mark: readable(colour, '#1b1a17', 255),
    text: readable(colour, '#2d2a25', 255),
    ground: mix(colour, '#141311', 0.8),
  }
  const rules = (shades: typeof light) =>
    `--amber:${shades.mark};--amber-text:${shades.text};--amber-ground:${shades.ground}`
  // Doubled, so that it holds against the tokens, whichever of the two style sheets comes first.
  return [
    `:root:root{${rules(light)}}`,
    `@media (prefers-color-scheme: dark){:root:root:not([data-theme='light']){${rules(dark)}}}`,
    `:root:root[data-theme='dark']{${rules(dark)}}`,
  ].join('')
}

const READABLE = 4.5
const SEEN = 3

/** The colour moved towards black (0) or white (255) until it reads, or is seen, on the ground. */
function readable(colour: string, ground: string, towards: 0 | 255, least = READABLE): string {
  const target = towards === 0 ? '#000000' : '#ffffff'
  for (let share = 0; share <= 1; share += 0.04) {
    const shade = mix(colour, target, share)
    if (contrast(shade, ground) >= least) return shade
  }
  return target
}

function mix(a: string, b: string, share: number): string {
  const [x, y] = [channels(a), channels(b)]
  return `#${x
    .map((value, index) =>
      Math.round(value + ((y[index] ?? 0) - value) * share)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`
}

function channels(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
}

/** WCAG 2.2 contrast ratio. */
export function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = channels(colour).map((value) => {
    const part = value / 255
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
