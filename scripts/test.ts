import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** `npm test`: everything, the browser journeys included. Its last line is "N passed, N failed". */
const folder = mkdtempSync(join(tmpdir(), 'atelier-report-'))
const unitReport = join(folder, 'unit.json')
const browserReport = join(folder, 'browser.json')

/** Tests start the program some fifty times, in processes of their own: what one has compiled the next one reads. */
const NODE_COMPILE_CACHE = join(folder, 'compiled')

function run(command: string, args: string[], env: NodeJS.ProcessEnv = {}): number {
  const whole = { ...process.env, NODE_COMPILE_CACHE, ...env }
  return spawnSync(command, args, { stdio: 'inherit', env: whole }).status ?? 1
}

interface Tally {
  passed: number
  failed: number
  skipped: number
}

/** A suite that ends without its report counts as one failure: silence is no success. */
function tally(report: string, status: number, read: (parsed: never) => Tally): Tally {
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 }
  const counted = read(JSON.parse(readFileSync(report, 'utf8')) as never)
  return status !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted
}

const unitStatus = run('npx', [
  'vitest',
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${unitReport}`,
])
const unit = tally(
  unitReport,
  unitStatus,
  (report: { numPassedTests: number; numFailedTests: number; numPendingTests: number }) => ({
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests,
  }),
)
const browserStatus = run('npx', ['playwright', 'test', '--reporter=list,json'], {
  PLAYWRIGHT_JSON_OUTPUT_NAME: browserReport,
})
const browser = tally(
  browserReport,
  browserStatus,
  (report: { stats: { expected: number; unexpected: number; flaky: number; skipped: number } }) => ({
    passed: report.stats.expected,
    failed: report.stats.unexpected + report.stats.flaky,
    skipped: report.stats.skipped,
  }),
)
rmSync(folder, { recursive: true, force: true })
const passed = unit.passed + browser.passed
const failed = unit.failed + browser.failed
const skipped = unit.skipped + browser.skipped
if (skipped > 0)
  console.log(`${skipped} skipped: what is true of one kind of store only, or needs a Redis (TEST_REDIS_URL)`)
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed > 0 ? 1 : 0)
