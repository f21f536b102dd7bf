import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { stringify } from 'csv-stringify'
import { writeXlsxStream } from 'hucre/xlsx'
import { entryJson } from './schemas.ts'
import type { AuditEntry } from './search.ts'

export const EXPORT_TYPES = {
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/x-ndjson; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const
export type ExportFormat = keyof typeof EXPORT_TYPES

/** A cell longer than this is refused by Excel. */
const MAX_CELL = 32_000

const COLUMNS: readonly [header: string, of: (entry: AuditEntry) => string][] = [
  ['time', (entry) => entry.occurredAt.toString()],
  ['studio', (entry) => entry.studioName ?? ''],
  ['studio_id', (entry) => entry.studioId],
  ['event', (entry) => entry.name],
  ['actor', (entry) => entry.actorName ?? entry.actorKind],
  ['actor_email', (entry) => entry.actorEmail ?? ''],
  ['actor_account_id', (entry) => entry.actorAccountId ?? ''],
  ['profile', (entry) => entry.actorProfile ?? ''],
  ['role', (entry) => entry.actorRole ?? ''],
  ['subject_type', (entry) => entry.subjectType],
  ['subject_id', (entry) => entry.subjectId],
  ['payload', (entry) => JSON.stringify(entry.payload)],
  ['before', (entry) => (entry.before ? JSON.stringify(entry.before) : '')],
  ['after', (entry) => (entry.after ? JSON.stringify(entry.after) : '')],
  ['ip', (entry) => entry.ip ?? ''],
  ['user_agent', (entry) => entry.userAgent ?? ''],
  ['request_id', (entry) => entry.requestId],
  ['event_id', (entry) => entry.id],
]

/** Entries as a stream of bytes in the format; memory stays flat however many there are (P18). */
export function exportStream(format: ExportFormat, entries: AsyncIterable<AuditEntry>): Readable {
  if (format === 'jsonl') return Readable.from(lines(entries))
  if (format === 'xlsx') {
    const columns = COLUMNS.map(([header]) => ({ header }))
    const options = { name: 'Audit', columns, freezePane: { rows: 1 } }
    return Readable.from(chunks(writeXlsxStream(rows(entries, MAX_CELL), options)))
  }
  // A cell that begins like a formula is quoted, so that no spreadsheet runs what somebody typed as their name.
  const csv = stringify({ bom: true, header: true, columns: COLUMNS.map(([header]) => header), escape_formulas: true })
  pipeline(Readable.from(rows(entries, Number.POSITIVE_INFINITY)), csv).catch((error: Error) => csv.destroy(error))
  return csv
}

async function* rows(entries: AsyncIterable<AuditEntry>, longest: number): AsyncGenerator<string[]> {
  for await (const entry of entries) yield COLUMNS.map(([, of]) => of(entry).slice(0, longest))
}

async function* chunks(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader()
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value
  } finally {
    // A download that was broken off ends the reading of the log too.
    await reader.cancel()
  }
}

async function* lines(entries: AsyncIterable<AuditEntry>): AsyncGenerator<string> {
  for await (const entry of entries) yield `${JSON.stringify(entryJson(entry))}\n`
}
