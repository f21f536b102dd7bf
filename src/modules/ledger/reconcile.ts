import type { Database } from '../../kernel/database/index.ts'

interface Discrepancy {
  rule: string
  subject: string
  expected_minor: string
  actual_minor: string
}

/** The sums that must agree (P21): a sentence for each that does not, none when all is right. At most 500. */
export async function reconcile({ pool }: Database): Promise<string[]> {
  const { rows } = await pool.query<Discrepancy>('select * from ledger_discrepancies() limit 500')
  return rows.map(
    ({ rule, subject, expected_minor, actual_minor }) =>
      `${rule}: ${subject} has ${actual_minor}, not ${expected_minor}`,
  )
}
