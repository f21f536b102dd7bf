/**
 * The beginning of a text, of at most so many UTF-16 units, with an ellipsis where more follows. No character is cut in
 * two: half of one is no text, and the database takes none (JSON with a lone surrogate is refused).
 */
export function excerptOf(text: string, most: number): string {
  if (text.length <= most) return text
  return `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
}
