import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { startProgram } from '../e2e/program.ts'
import { findRunning } from '../src/kernel/database/embedded.ts'
import { type Measure, measure, WITHIN } from './measure.ts'

const LIMIT_S = 5
const MEMORY_LIMIT_MIB = 600
const SETTLE_MS = 3_000

/**
 * From `npm start` on existing data to the first page, and the resident memory of the idle whole: npm, the program, and
 * every process of PostgreSQL, what they share counted once (Linux).
 */
export async function start(): Promise<Measure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-bench-'))
  try {
    await (await startProgram({}, folder)).stop()
    const began = performance.now()
    const program = await startProgram({}, folder, { terminal: true })
    try {
      const page = await (await fetch(program.url)).text()
      const seconds = (performance.now() - began) / 1000
      if (!page.includes('</html>')) throw new Error(`this is no page: ${page}`)
      await delay(SETTLE_MS)
      const server = await findRunning(join(folder, 'postgres'))
      const memory = await memoryMib([program.child.pid, server?.pid])
      return [
        measure('npm start on existing data to the first page', seconds, 's', LIMIT_S, WITHIN),
        measure('resident memory of the idle whole', memory, 'MiB', MEMORY_LIMIT_MIB, WITHIN),
      ]
    } finally {
      await program.stop()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Memory of these processes and of all below them, each page's share of whoever has it. */
async function memoryMib(roots: readonly (number | undefined)[]): Promise<number> {
  const children = new Map<number, number[]>()
  for (const name of await readdir('/proc')) {
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')
    const parent = Number(/\) \S (\d+)/.exec(stat)?.[1])
    if (stat !== '') children.set(parent, [...(children.get(parent) ?? []), Number(name)])
  }
  const tree = new Set(roots.filter((pid) => pid !== undefined))
  for (const pid of tree) for (const child of children.get(pid) ?? []) tree.add(child)
  const sizes = await Promise.all(
    [...tree].map(async (pid) => {
      const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')
      return Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0) / 1024
    }),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}
