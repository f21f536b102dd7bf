/** Parts of a figure, each with a name of its own to be drawn by: its label, and which of that label it is. Pure. */
export function withKeys<Part extends { label: string }>(parts: readonly Part[]): (Part & { key: string })[] {
  const seen = new Map<string, number>()
  return parts.map((part) => {
    const nth = (seen.get(part.label) ?? 0) + 1
    seen.set(part.label, nth)
    return { ...part, key: `${part.label} ${nth}` }
  })
}
