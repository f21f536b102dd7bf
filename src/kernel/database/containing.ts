/** A pattern for `like` and `ilike` that finds the text anywhere, its own signs taken as they are. */
export function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`
}
