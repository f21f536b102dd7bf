import { createApp, openServices, prepareDatabase } from './app.ts'
import { type Config, readConfig, settingsHelp } from './kernel/config.ts'
import { type DatabaseServer, openServer } from './kernel/database/server.ts'
import { StartError } from './kernel/start-error.ts'

const HELP = `Usage: npm start [-- COMMAND]

Commands
  start     everything in one process: web, workers, and the embedded database (the default)
  web       the web server alone
  worker    workers alone; any number may run
  migrate   bring the database to what this version expects, and end

Settings (environment)
${settingsHelp()}
`

type Stop = () => Promise<void>
type Command = (config: Config, server: DatabaseServer) => Promise<Stop | undefined>

const commands: Record<string, Command> = {
  start: (config, server) => serve(config, server),
  web: (config, server) => serve(config, server),
  migrate: async (config, server) => {
    await prepareDatabase(config, server.ownerUrl)
    console.log('The database is up to date.')
    return undefined
  },
}

async function serve(config: Config, server: DatabaseServer): Promise<Stop> {
  await prepareDatabase(config, server.ownerUrl)
  const services = openServices(config, server.ownerUrl)
  const app = await createApp(services)
  await app.listen({ port: config.PORT, host: config.HOST }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error
    throw new StartError(`Port ${config.PORT} is taken by another program. Name another with PORT=…`)
  })
  console.log(`Atelier is open at ${config.BASE_URL}`)
  return async () => {
    await app.close()
    await services.close()
  }
}

async function main(): Promise<void> {
  const [name = 'start', ...rest] = process.argv.slice(2)
  if (name === '--help' || name === '-h' || name === 'help' || rest.includes('--help')) {
    console.log(HELP)
    return
  }
  const command = commands[name]
  if (!command) throw new StartError(`There is no command "${name}". npm start -- --help lists them.`)
  const config = readConfig(process.env)
  const server = await openServer(config)
  let stop: Stop | undefined
  try {
    stop = await command(config, server)
  } catch (error) {
    await server.stop()
    throw error
  }
  if (!stop) return server.stop()
  onSignals(async () => {
    await stop()
    await server.stop()
  })
}

/** Ctrl-C and SIGTERM end it in order: requests drain, jobs finish, the database stops. A second Ctrl-C ends it at once. */
function onSignals(stop: Stop): void {
  let stopping = false
  const end = () => {
    if (stopping) process.exit(130)
    stopping = true
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
}

main().catch((error: unknown) => {
  console.error(error instanceof StartError ? `\n${error.message}\n` : error)
  process.exit(1)
})
