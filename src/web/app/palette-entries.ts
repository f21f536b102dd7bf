/** Something that the command palette offers. */
export interface PaletteEntry {
  id: string
  label: string
  /** The second line: what tells it from others of its name. */
  note?: string
  run: () => void
}

/** The entries whose words have every word of the query somewhere, in their order. All of them for an empty query. */
export function matching(entries: readonly PaletteEntry[], query: string): readonly PaletteEntry[] {
  const words = fold(query).split(/\s+/).filter(Boolean)
  return entries.filter((entry) => {
    const text = fold(`${entry.label} ${entry.note ?? ''}`)
    return words.every((word) => text.includes(word))
  })
}

/** Case and `ё` make no difference to whoever searches. */
function fold(text: string): string {
  return text.toLocaleLowerCase().replaceAll('ё', 'е').trim()
}
