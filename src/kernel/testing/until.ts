import { setTimeout as delay } from 'node:timers/promises'

const LOOK_MS = 20

/** Waits until the condition holds, looking often; throws after `timeoutMs`, so that a test fails with a reason. */
export async function until(condition: () => Promise<boolean> | boolean, timeoutMs = 10_000): Promise<void> {
  const deadline = performance.now() + timeoutMs
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`not within ${timeoutMs} ms: ${condition}`)
    await delay(LOOK_MS)
  }
}
