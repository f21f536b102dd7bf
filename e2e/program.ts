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

/** Starts `atelier start` and waits for the line that tells its address. Rejects with its output when it ends first. */
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
  const exited = new Promise<void>((done) => child.once('exit', () => done()))
  await new Promise<void>((done, fail) => {
    const onData = (chunk: Buffer) => {
      output += chunk.toString()
      if (output.includes('Atelier is open at')) done()
    }
    child.stdout.on('data', onData)
    child.stderr.on('data', onData)
    child.once('exit', (code) => fail(new Error(`the program ended with ${code}:\n${output}`)))
  })
  return {
    url: `http://localhost:${port}`,
    port,
    dataDir: folder,
    child,
    output: () => output,
    stop: async () => {
      child.kill('SIGTERM')
      await exited
      if (!dataDir) await rm(folder, { recursive: true, force: true })
    },
  }
}
