import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { stringify } from 'csv-stringify'
import { heldOf } from './json.ts'
import type { StatedWallet, statement } from './read.ts'
import { maskedDestination } from './withdrawal.ts'

type Page = Awaited<ReturnType<typeof statement>>
type Line = Page['rows'][number]

/**
 * In and out apart: a sum with a minus would look like a formula, and would have to be quoted. `in` and `out` are of what
 * is available alone, and add up to its balance; what is held and what is owed after refunds have columns of their own.
 */
const COLUMNS: readonly [header: string, of: (line: Line) => string][] = [
  ['time', ({ posting }) => posting.occurredAt.toString()],
  ['kind', ({ transfer }) => transfer.kind],
  ['note', ({ transfer }) => transfer.note],
  ['in', (line) => gain(ofWallet(line, 'main'))],
  ['out', (line) => loss(ofWallet(line, 'main'))],
  ['currency', ({ posting }) => posting.currency],
  ['balance_after', (line) => after(line, 'main')],
  ['wallet', ({ walletKind }) => walletKind],
  ['held_in', (line) => gain(heldOf(line)?.changeMinor)],
  ['held_out', (line) => loss(heldOf(line)?.changeMinor)],
  ['held_after', (line) => decimal(heldOf(line)?.afterMinor)],
  ['owed_in', (line) => loss(ofWallet(line, 'receivable'))],
  ['owed_out', (line) => gain(ofWallet(line, 'receivable'))],
  ['owed_after', (line) => after(line, 'receivable')],
  ['role', ({ posting }) => posting.role],
  ['withdrawal_to', ({ withdrawal }) => (withdrawal ? maskedDestination(withdrawal.destination) : '')],
  ['withdrawal_state', ({ withdrawal }) => withdrawal?.state ?? ''],
  ['subject_type', ({ transfer }) => transfer.subjectType],
  ['subject_id', ({ transfer }) => transfer.subjectId],
  ['transfer_id', ({ transfer }) => transfer.id],
]

/** A statement as a stream of CSV, page by page: memory stays flat however long it is (R13). */
export function statementCsv(page: (cursor?: string) => Promise<Page>): Readable {
  // A cell that begins like a formula is quoted, so that no spreadsheet runs what somebody typed as a note.
  const csv = stringify({ bom: true, header: true, columns: COLUMNS.map(([header]) => header), escape_formulas: true })
  pipeline(Readable.from(rows(page)), csv).catch((error: Error) => csv.destroy(error))
  return csv
}

async function* rows(page: (cursor?: string) => Promise<Page>): AsyncGenerator<string[]> {
  let cursor: string | undefined
  do {
    const found = await page(cursor)
    for (const line of found.rows) yield COLUMNS.map(([, of]) => of(line))
    cursor = found.more ? found.rows.at(-1)?.posting.id : undefined
  } while (cursor)
}

const ofWallet = ({ posting, walletKind }: Line, kind: StatedWallet) =>
  walletKind === kind ? posting.amountMinor : undefined
const after = ({ posting, walletKind }: Line, kind: StatedWallet) =>
  walletKind === kind ? decimal(abs(posting.balanceAfterMinor)) : ''
const gain = (minor = 0n) => (minor > 0n ? decimal(minor) : '')
const loss = (minor = 0n) => (minor < 0n ? decimal(-minor) : '')
const abs = (minor: bigint) => (minor < 0n ? -minor : minor)

/** Minor units as a decimal number with a point, exact: 120050 is 1200.50. Not below zero. */
function decimal(minor: bigint | undefined): string {
  return minor === undefined ? '' : `${minor / 100n}.${(minor % 100n).toString().padStart(2, '0')}`
}
