import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Program } from '../e2e/program.ts'
import { until } from '../src/kernel/testing/until.ts'
import { PayingCrowd } from './paying-crowd.ts'

const ROUNDS = 20
const BACK_MS = 30_000

test('a database that is killed under load comes back by itself with every payment that was answered, none twice', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-kill-'))
  const crowd = new PayingCrowd(folder)
  const program = await crowd.start()
  await crowd.gather(program)
  for (let round = 0; round < ROUNDS; round++) {
    const { pid } = await crowd.server()
    await crowd.payUntil(program, 20 + Math.floor(Math.random() * 200), () => process.kill(pid, 'SIGKILL'))
    // The sessions of the one that was killed may still answer for a moment.
    const isBack = () =>
      crowd.server().then(
        ({ pid: now }) => now !== pid && isReady(program),
        () => false,
      )
    await until(isBack, BACK_MS)
    await crowd.retry(program)
  }
  const withdrawal = await crowd.withdraw(program)
  await until(withdrawal.settled, BACK_MS)
  const { there, meant, left, right, discrepancies } = await crowd.account()
  expect(there).toEqual(meant)
  expect(left).toBe(right)
  expect(discrepancies).toEqual([])
  expect(program.child.exitCode).toBe(null)
  await program.stop()
  await rm(folder, { recursive: true })
}, 240_000)

async function isReady(program: Program): Promise<boolean> {
  return (await fetch(`${program.url}/readyz`)).ok
}
