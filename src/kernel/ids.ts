import { randomBytes } from 'node:crypto'

/** The platform is a studio too, so that nothing that carries a studio needs a null. */
export const PLATFORM_STUDIO_ID = '00000000-0000-7000-8000-000000000000'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Whether the text is a UUID in its canonical form (what may be put into `SET LOCAL`). */
export function isUuid(text: string): boolean {
  return UUID.test(text)
}

/** A new UUIDv7 (RFC 9562): sorts by the millisecond of its making. */
export function newId(now: number = Date.now()): string {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(now, 0, 6)
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f)
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
