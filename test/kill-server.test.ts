import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { until } from '../src/kernel/testing/until.ts'
import { PayingCrowd } from './paying-crowd.ts'

const ROUNDS = 20
/** The practice bank answers so late for this number that the server is killed while it waits. */
const SLOW = '4276550012340003'
const SETTLED_MS = 60_000

test(`a server that is killed ${ROUNDS} times under load keeps every payment and payout it answered, none twice`, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-kill-'))
  const crowd = new PayingCrowd(folder)
  let program = await crowd.start()
  await crowd.gather(program)
  const withdrawals: { settled(): Promise<boolean> }[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const dying = program
    const gone = new Promise((done) => dying.child.once('exit', done))
    withdrawals.push(await crowd.withdraw(dying, SLOW))
    await crowd.payUntil(dying, 20 + Math.floor(Math.random() * 200), () => dying.child.kill('SIGKILL'))
    await gone
    program = await crowd.start()
    await crowd.retry(program)
  }
  for (const { settled } of withdrawals) await until(settled, SETTLED_MS)
  const { there, meant, left, right, discrepancies } = await crowd.account()
  expect(there).toEqual(meant)
  expect(left).toBe(right)
  expect(discrepancies).toEqual([])
  expect(crowd.payments.length).toBeGreaterThan(ROUNDS * 20)
  await program.stop()
  await rm(folder, { recursive: true })
}, 240_000)
