import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startProgram } from '../e2e/program.ts'
import { findRunning } from '../src/kernel/database/embedded.ts'
import { type Measure, measure } from './measure.ts'

const LIMIT_S = 5
const MEMORY_LIMIT_MIB = 600
const SETTLE_MS = 3_000

/** From starting on existing data to the first page, and the resident memory of the idle whole, PostgreSQL included. */
export async function start(): Promise<Measure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-bench-'))
  try {
    await (await startProgram({}, folder)).stop()
    const began = performance.now()
    const program = await startProgram({}, folder)
    await (await fetch(program.url)).text()
    const seconds = (performance.now() - began) / 1000
    await new Promise((done) => setTimeout(done, SETTLE_MS))
    const server = await findRunning(join(folder, 'postgres'))
    const memory = (await residentMib(program.child.pid)) + (await residentMib(server?.pid))
    await program.stop()
    return [
      measure('start on existing data to the first page', seconds, 's', LIMIT_S),
      measure('resident memory of the idle whole', memory, 'MiB', MEMORY_LIMIT_MIB),
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Resident memory of one process, from the kernel's own account (Linux). */
async function residentMib(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024
}
