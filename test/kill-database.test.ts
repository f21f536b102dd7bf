import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { PayingCrowd } from './paying-crowd.ts'

const ROUNDS = 4

test('a database that is killed under load keeps every payment that was answered, and none twice', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-kill-'))
  const crowd = new PayingCrowd(folder)
  let program = await crowd.start()
  await crowd.gather(program)
  for (let round = 0; round < ROUNDS; round++) {
    const { pid } = await crowd.server()
    await crowd.payUntilItFalls(program, 20 + Math.floor(Math.random() * 200), () => process.kill(pid, 'SIGKILL'))
    // The program itself says that it cannot, and is still there.
    expect(program.child.exitCode).toBe(null)
    await program.stop()
    program = await crowd.start()
    await crowd.retry(program)
  }
  const { there, meant, left, right, discrepancies } = await crowd.account()
  expect(there).toEqual(meant)
  expect(left).toBe(right)
  expect(discrepancies).toEqual([])
  await program.stop()
  await rm(folder, { recursive: true })
}, 240_000)
