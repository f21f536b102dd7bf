import type { Services } from './services.ts'

/** What a check may look at. */
export type Checked = Pick<Services, 'database' | 'storage'>

/** Something that must hold of the data whatever happened: sums that agree, a chain that is whole. */
export interface Check {
  /** `module.what`. */
  name: string
  /** Reads so much that only `verify` runs it, not every night. */
  thorough?: true
  /** What does not hold, a sentence for each; nothing when all is well. Changes nothing. */
  run(checked: Checked): Promise<readonly string[]>
}

export interface CheckResult {
  name: string
  findings: readonly string[]
}

/** Runs checks, one after another: for `verify` and the nightly run. */
export async function runChecks(checked: Checked, checks: readonly Check[]): Promise<CheckResult[]> {
  const results: CheckResult[] = []
  for (const check of checks) {
    results.push({ name: check.name, findings: await check.run(checked) })
  }
  return results
}
