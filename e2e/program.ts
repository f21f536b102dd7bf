import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../src/kernel/database/embedded.ts'

/** The program as a person starts it: a process of its own, on a free port, with its data in a temporary folder. */
export interface Program {
  url: string
  port: number
  dataDir: string
  child: ChildProcess
  /** Everything that it has printed. */
  output(): string
  stop(): Promise<void>
}

/** As whom, and how, the program is started. */
interface How {
  uid?: number
  gid?: number
  /** As a terminal does it: `npm start`, in a process group of its own. */
  terminal?: true
}

/** The demo world of a first start included, on a busy machine. */
const OPENS_WITHIN_MS = 110_000

/**
 * Starts `atelier start` and waits for the line that tells its address. Rejects with its output when it ends first, or
 * says nothing for too long; then nothing of it is left. `stop` may be called again, and of a program that has ended:
 * it leaves no process, and no folder but one that was given.
 */
export async function startProgram(env: NodeJS.ProcessEnv = {}, dataDir?: string, how: How = {}): Promise<Program> {
  const folder = dataDir ?? (await mkdtemp(join(tmpdir(), 'atelier-e2e-')))
  const port = await freePort()
  const { terminal = false, ...as } = how
  const child = spawn(terminal ? 'npm' : process.execPath, terminal ? ['start'] : ['src/main.ts', 'start'], {
    ...as,
    detached: terminal,
    env: { ...process.env, NODE_ENV: undefined, PORT: String(port), DATA_DIR: folder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  // Whoever prints there has ended then: behind npm that is the program itself.
  const ended = new Promise<void>((done) => child.once('close', () => done()))
  const stop = async () => {
    // As Ctrl-C does: to the whole group.
    if (isRunning(child)) terminal ? process.kill(-(child.pid ?? 0), 'SIGINT') : child.kill('SIGTERM')
    await ended
    if (!dataDir) await rm(folder, { recursive: true, force: true })
  }
  let late: NodeJS.Timeout | undefined
  try {
    await new Promise<void>((done, fail) => {
      const onData = (chunk: Buffer) => {
        output += chunk.toString()
        if (output.includes('Atelier is open at')) done()
      }
      child.stdout.on('data', onData)
      child.stderr.on('data', onData)
      child.once('exit', (code) => fail(new Error(`the program ended with ${code}:\n${output}`)))
      late = setTimeout(() => fail(new Error(`the program did not open:\n${output}`)), OPENS_WITHIN_MS)
    })
  } catch (error) {
    await stop()
    throw error
  } finally {
    clearTimeout(late)
  }
  return { url: `http://localhost:${port}`, port, dataDir: folder, child, output: () => output, stop }
}

const isRunning = ({ exitCode, signalCode }: ChildProcess) => exitCode === null && signalCode === null
