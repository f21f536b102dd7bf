import { buildWebWhenStale } from '../scripts/build-web.ts'
import { createApp, modules, openServices, prepareDatabase } from './app.ts'
import { layDemoWorld } from './demo.ts'
import { DEMO_PASSWORD, demoSignIns, refuseDemoWorld, type SignIn } from './demo-sign-ins.ts'
import { runChecks } from './kernel/check.ts'
import { type Config, readConfig, settingsHelp } from './kernel/config.ts'
import { backupFolder, restoreFolder } from './kernel/database/backup.ts'
import { freePort } from './kernel/database/embedded.ts'
import { type DatabaseServer, openBeside, openServer } from './kernel/database/server.ts'
import { asDiskFull } from './kernel/full-disk.ts'
import { PLATFORM_STUDIO_ID } from './kernel/ids.ts'
import { startWorker } from './kernel/jobs/worker.ts'
import type { Services } from './kernel/services.ts'
import { StartError } from './kernel/start-error.ts'
import { appointOperator } from './modules/identity/index.ts'

type Stop = () => Promise<void>

interface Command {
  meaning: string
  /** Comes back when it has ended, or goes on by itself. */
  run(config: Config, args: readonly string[]): Promise<void>
}

const commands: Record<string, Command> = {
  start: {
    meaning: 'everything in one process: web, workers, and the embedded database (the default)',
    run: (config) => keepRunning(config, openServer, [demo, worker, web]),
  },
  web: { meaning: 'the web server alone', run: (config) => keepRunning(config, openServer, [demo, web]) },
  worker: { meaning: 'workers alone; any number may run', run: (config) => keepRunning(config, openBeside, [worker]) },
  migrate: {
    meaning: 'bring the database to what this version expects, and end',
    run: (config) =>
      once(config, openServer, async (server) => {
        await prepareDatabase(config, server.ownerUrl)
        console.log('The database is up to date.')
      }),
  },
  verify: {
    meaning:
      'check what must hold of the data: the chain of events, the sums of money; ends with 1 when something does not',
    run: (config) => once(config, openBeside, (server) => verify(config, server)),
  },
  operator: {
    meaning: 'let somebody who has an account into the console: operator EMAIL; operator EMAIL --revoke takes it back',
    run: (config, [email, revoke]) => once(config, openBeside, (server) => appoint(config, server, email, !revoke)),
  },
  backup: {
    meaning: 'copy the data folder while the program runs: backup FOLDER',
    run: (config, [target]) =>
      once(config, openBeside, async (server) => {
        if (!target) throw new StartError('Where to? npm start -- backup FOLDER')
        if (config.DATABASE_URL) {
          throw new StartError(
            'This database is not the embedded one: back it up with pg_dump or its provider’s tools.',
          )
        }
        await backupFolder(config.DATA_DIR, server.ownerUrl, target)
        console.log(`The backup is complete: ${target}`)
      }),
  },
  restore: {
    meaning: 'put a backup into an empty data folder: restore FOLDER',
    run: async (config, [source]) => {
      if (!source) throw new StartError('From where? npm start -- restore FOLDER')
      const manifest = await restoreFolder(source, config.DATA_DIR)
      console.log(`Restored what was backed up at ${manifest.takenAt}. npm start opens it.`)
    },
  },
}

async function appoint(config: Config, server: DatabaseServer, email: string | undefined, operator: boolean) {
  if (!email) throw new StartError('Whom? npm start -- operator EMAIL')
  const services = openServices(config, server.ownerUrl)
  const scope = { studioId: PLATFORM_STUDIO_ID, actor: { kind: 'system' }, request: { id: 'command line' } } as const
  try {
    const done = await services.database.transaction(scope, (ctx) => appointOperator(ctx, email, operator))
    if (!done) throw new StartError(`Nobody with the e-mail ${email} has registered here. Register on the site first.`)
    console.log(operator ? `${email} is an operator now: /console` : `${email} is no longer an operator.`)
  } finally {
    await services.close()
  }
}

async function verify(config: Config, server: DatabaseServer): Promise<void> {
  const services = openServices(config, server.ownerUrl)
  try {
    const results = await runChecks(
      services,
      modules.flatMap((module) => module.checks ?? []),
    )
    for (const { name, findings } of results) {
      console.log(`${findings.length === 0 ? 'holds' : 'FAILS'}  ${name}`)
      for (const finding of findings) console.log(`       ${finding}`)
    }
    if (results.some(({ findings }) => findings.length > 0)) process.exitCode = 1
  } finally {
    await services.close()
  }
}

async function once(
  config: Config,
  open: (config: Config) => Promise<DatabaseServer>,
  work: (server: DatabaseServer) => Promise<void>,
): Promise<void> {
  const server = await open(config)
  const isStopping = onSignals(() => server.stop())
  try {
    await work(server)
  } catch (error) {
    if (isStopping()) return
    const reason = server.reasonFor(error)
    await server.stop().catch(() => undefined)
    throw reason
  }
  await server.stop()
}

async function keepRunning(
  config: Config,
  open: (config: Config) => Promise<DatabaseServer>,
  parts: readonly Part[],
): Promise<void> {
  const server = await open(config)
  const started: Stop[] = [() => server.stop()]
  const stop = async () => {
    const failed: unknown[] = []
    for (const end of started.splice(0).reverse()) await end().catch((error: unknown) => failed.push(error))
    if (failed.length > 0) throw failed[0]
  }
  // From now on there is something to stop: whoever presses Ctrl-C while it starts leaves no database running.
  const isStopping = onSignals(stop)
  try {
    await prepareDatabase(config, server.ownerUrl)
    const services = openServices(config, server.ownerUrl)
    started.push(() => services.close())
    await refuseDemoWorld(services)
    for (const part of parts) {
      const end = await part(services)
      // It was not there yet when the rest was stopped.
      if (isStopping()) await end()
      else started.push(end)
    }
  } catch (error) {
    // What was taken away under its hands is no failure to start.
    if (isStopping()) return
    const reason = server.reasonFor(error)
    await stop().catch(() => undefined)
    throw reason
  }
}

/** Something that goes on until it is stopped. */
type Part = (services: Services) => Promise<Stop>

/** The demo world, before anything works on it: its sessions of the past end on their days, by no job of today's. */
const demo: Part = async (services) => {
  if (services.config.DEMO) await layDemoWorld(services)
  return async () => {}
}

const web: Part = async (services) => {
  const { config } = services
  const signIns = config.DEMO ? await demoSignIns(services) : []
  await buildWebWhenStale()
  const app = await createApp(services)
  await app.listen({ port: config.PORT, host: config.HOST }).catch((error: NodeJS.ErrnoException) => {
    throw notListening(error, config) ?? error
  })
  console.log(welcome(config, signIns))
  return () => app.close()
}

/** Why nobody can be listened to, as a sentence. */
function notListening({ code, syscall }: NodeJS.ErrnoException, { PORT, HOST }: Config): StartError | undefined {
  if (code === 'EADDRINUSE') return new StartError(`Port ${PORT} is taken by another program. Name another with PORT=…`)
  if (code === 'EACCES') {
    return new StartError(`Port ${PORT} is for the system’s own users. Name one above 1023 with PORT=…`)
  }
  if (code !== 'EADDRNOTAVAIL' && syscall !== 'getaddrinfo') return undefined
  return new StartError(`This machine has no address "${HOST}" to listen on. Name another with HOST=…`)
}

/** What the terminal says when all is open: addresses, and the demo's sign-ins while it is there. */
function welcome({ BASE_URL, DEMO }: Config, signIns: readonly SignIn[]): string {
  const { protocol, host } = new URL(BASE_URL)
  const lines = [`Atelier is open at ${BASE_URL}`]
  if (DEMO)
    lines.push(`  studios   ${protocol}//sever.${host}  ${protocol}//tide.${host}`, `  mail      ${BASE_URL}/mailbox`)
  if (signIns.length > 0) {
    lines.push(
      `  Demo sign-ins, password "${DEMO_PASSWORD}":`,
      ...signIns.map(({ email, who }) => `    ${email.padEnd(28)} ${who}`),
    )
  }
  return lines.join('\n')
}

const worker: Part = async (services) => {
  const { stop } = await startWorker(services, modules)
  return stop
}

async function main(): Promise<void> {
  const [name = 'start', ...args] = process.argv.slice(2)
  if (name === '--help' || name === '-h' || name === 'help' || args.includes('--help')) {
    console.log(help())
    return
  }
  const command = commands[name]
  if (!command) throw new StartError(`There is no command "${name}". npm start -- --help lists them.`)
  const env = process.env.PORT === '0' ? { ...process.env, PORT: String(await freePort()) } : process.env
  await command.run(readConfig(env, { makeSecret: name !== 'restore' }), args)
}

function help(): string {
  const list = Object.entries(commands).map(([name, command]) => `  ${name.padEnd(10)} ${command.meaning}`)
  return `Usage: npm start [-- COMMAND]\n\nCommands\n${list.join('\n')}\n\nSettings (environment)\n${settingsHelp()}\n`
}

/** One Ctrl-C can arrive twice: from the terminal, and handed on by npm. */
const ONE_PRESS_MS = 1000

/**
 * Ctrl-C and SIGTERM end it in order: requests drain, jobs finish, the database stops. A second one ends it at once.
 * Returns what tells whether that has begun.
 */
function onSignals(stop: Stop): () => boolean {
  let stoppingSince: number | undefined
  const end = () => {
    if (stoppingSince !== undefined) {
      if (performance.now() - stoppingSince > ONE_PRESS_MS) process.exit(130)
      return
    }
    stoppingSince = performance.now()
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error)
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', end)
  process.on('SIGTERM', end)
  return () => stoppingSince !== undefined
}

main().catch((error: unknown) => {
  const told = asDiskFull(error, 'what it writes') ?? error
  console.error(told instanceof StartError ? `\n${told.message}\n` : told)
  process.exit(1)
})
