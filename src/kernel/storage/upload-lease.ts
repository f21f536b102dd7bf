import { link, open, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { newId } from '../ids.ts'
import { isAbsent } from './durable.ts'

/** How often a holder shows that it lives, and looks whether another process wants its place. */
const BEAT_MS = 500
/** A lease that was not renewed for so long was left by a process that is gone, with its machine. */
const STALE_MS = 15_000
/** How long to wait for a place before the client is asked to come again. */
const WAIT_MS = 5000
const LOOK_MS = 50

/** Another process works on it, and did not let go in time. tus answers with it: 423, and clients try again. */
const BUSY = { status_code: 423, body: 'another process works on this upload' }

/**
 * Works on something that several processes share by a folder, one of them at a time: `path` names the lease. When another
 * wants its place, `giveWay` is called, and the work should end soon. Throws BUSY when it does not get the place.
 */
export async function withLease<T>(path: string, giveWay: () => void, work: () => Promise<T>): Promise<T> {
  const wanted = `${path}.wanted`
  await take(path, wanted)
  const beat = setInterval(async () => {
    const now = new Date()
    await utimes(path, now, now).catch(() => undefined)
    if (await exists(wanted)) giveWay()
  }, BEAT_MS)
  try {
    return await work()
  } finally {
    clearInterval(beat)
    await rm(path, { force: true })
  }
}

async function take(path: string, wanted: string): Promise<void> {
  const deadline = performance.now() + WAIT_MS
  const mine = JSON.stringify({ host: hostname(), pid: process.pid, id: newId() })
  while (!(await put(path, mine))) {
    if (performance.now() > deadline) throw BUSY
    if (await clearedAway(path)) continue
    await writeFile(wanted, '')
    await delay(LOOK_MS)
  }
  await rm(wanted, { force: true })
}

async function put(path: string, text: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx')
    await file.writeFile(text)
    await file.close()
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

/** Removes the lease of a holder that is gone. Whether the place may be free now. */
async function clearedAway(path: string): Promise<boolean> {
  try {
    const text = await readFile(path, 'utf8')
    const { mtimeMs } = await stat(path)
    if (Date.now() - mtimeMs < STALE_MS && !isGone(text)) return false
    const aside = `${path}.${newId()}`
    await rename(path, aside)
    // Someone was quicker, and it is the new holder's lease that was taken away: it gets it back.
    if ((await readFile(aside, 'utf8')) !== text) await link(aside, path).catch(() => undefined)
    await rm(aside, { force: true })
    return true
  } catch (error) {
    if (isAbsent(error)) return true
    throw error
  }
}

/** Whether the holder was a process of this machine that has ended. */
function isGone(text: string): boolean {
  try {
    const { host, pid }: { host: unknown; pid: unknown } = JSON.parse(text)
    if (host !== hostname() || typeof pid !== 'number') return false
    process.kill(pid, 0)
    return false
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH'
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
