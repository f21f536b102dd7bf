import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { PayingCrowd } from './paying-crowd.ts'

const ROUNDS = 20

test(`a server that is killed ${ROUNDS} times under load keeps every payment it answered, and none twice`, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-kill-'))
  const crowd = new PayingCrowd(folder)
  let program = await crowd.start()
  await crowd.gather(program)
  for (let round = 0; round < ROUNDS; round++) {
    const dying = program
    const gone = new Promise((done) => dying.child.once('exit', done))
    await crowd.payUntil(dying, 20 + Math.floor(Math.random() * 200), () => dying.child.kill('SIGKILL'))
    await gone
    program = await crowd.start()
    await crowd.retry(program)
  }
  const { there, meant, left, right, discrepancies } = await crowd.account()
  expect(there).toEqual(meant)
  expect(left).toBe(right)
  expect(discrepancies).toEqual([])
  expect(crowd.payments.length).toBeGreaterThan(ROUNDS * 20)
  await program.stop()
  await rm(folder, { recursive: true })
}, 240_000)
