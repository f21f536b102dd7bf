/** Grounds on which white initials read at 4.5 : 1 or better. */
const COLOURS = ['#7a5580', '#2f5f93', '#226a3f', '#8f5200', '#4c6070', '#8c4a3c', '#54508c', '#5f6330'] as const

/** The letters that stand for a person without a picture: of the first and the last word of the name. */
export function initialsOf(name: string): string {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? []
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? '')][0] ?? '')
  return letters.join('').toLocaleUpperCase()
}

/** A colour that stays with the person: by what identifies them, not by their place in a list. */
export function colourOf(id: string): string {
  let hash = 0
  for (const character of id) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0
  return COLOURS[hash % COLOURS.length] ?? COLOURS[0]
}
