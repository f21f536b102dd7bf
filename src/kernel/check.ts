import type { Database } from './database/door.ts'

/** Something that must hold of the data whatever happened: sums that agree, a chain that is whole. */
export interface Check {
  /** `module.what`. */
  name: string
  /** What does not hold, a sentence for each; nothing when all is well. Changes nothing. */
  run(database: Database): Promise<readonly string[]>
}

export interface CheckResult {
  name: string
  findings: readonly string[]
}

/** Runs checks, one after another: for `verify`, the nightly run and the ends of the test suites. */
export async function runChecks(database: Database, checks: readonly Check[]): Promise<CheckResult[]> {
  const results: CheckResult[] = []
  for (const check of checks) {
    results.push({ name: check.name, findings: await check.run(database) })
  }
  return results
}
