/** The moment at which a day (`2026-11-21`) begins where the reader is, some days later; nothing for no day. */
export function dayStart(day: string | undefined, daysLater = 0): string | undefined {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day ?? '')
  if (!parts) return undefined
  const start = new Date(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]) + daysLater)
  return start.toISOString()
}
