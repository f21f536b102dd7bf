/** What somebody is about to book, as the address carries it: it can be shared, reloaded and gone back to. */
export interface Wish {
  service: string | null
  minutes: number | null
  room: string | null
  person: string | null
  extras: string[]
  /** The day that is open in the strip, `2026-11-21` in the viewer's zone. */
  day: string | null
  /** The moment that was picked, ISO 8601. */
  start: string | null
}

/** Reads the wish from the address. What is not there, or not of its form, is not wished. */
export function readWish(search: string): Wish {
  const query = new URLSearchParams(search)
  const minutes = Number(query.get('minutes'))
  return {
    service: query.get('service'),
    minutes: Number.isInteger(minutes) && minutes > 0 ? minutes : null,
    room: query.get('room'),
    person: query.get('person'),
    extras: (query.get('extras') ?? '').split(',').filter((id) => id !== ''),
    day: query.get('day'),
    start: query.get('start'),
  }
}

/** The wish as an address's search, without what is not wished. */
export function writeWish(wish: Wish): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(wish)) {
    const text = Array.isArray(value) ? value.join(',') : String(value ?? '')
    if (text !== '') query.set(name, text)
  }
  const text = query.toString()
  return text === '' ? '' : `?${text}`
}
