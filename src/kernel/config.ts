import { createHash, randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { asDiskFull } from './full-disk.ts'
import { isNetwork } from './http/trusted-proxies.ts'
import { StartError } from './start-error.ts'

/** How many characters a secret has at least. */
const LEAST_SECRET = 32

interface Setting<Schema extends z.ZodType = z.ZodType> {
  schema: Schema
  /** As it would be written in the environment; absent where the setting may be left out. */
  default?: string
  meaning: string
}

const setting = <Schema extends z.ZodType>(schema: Schema, meaning: string, fallback?: string): Setting<Schema> => ({
  schema,
  meaning,
  ...(fallback === undefined ? {} : { default: fallback }),
})

const flag = z.enum(['true', 'false']).transform((text) => text === 'true')
const whole = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d+$/, `a whole number from ${least} to ${most}`)
    .transform(Number)
    .refine((value) => value >= least && value <= most, `a whole number from ${least} to ${most}`)
const proxies = z
  .string()
  .transform((text) =>
    text === 'true' || text === 'false' ? text === 'true' : text.split(',').map((one) => one.trim()),
  )
  .refine((value) => typeof value === 'boolean' || value.every(isNetwork), 'true, false, or addresses with commas')
const optionalText = z.string().min(1).optional()
const optionalUrl = (protocols: RegExp, expected: string) => z.url({ protocol: protocols, error: expected }).optional()

/** Every setting, its default and its meaning, in one place. `npm start -- --help` prints this table. */
const settings = {
  PORT: setting(whole(0, 65535), 'Port of the one HTTP server; 0 takes a free one', '3000'),
  HOST: setting(z.string().min(1), 'Address to listen on', '127.0.0.1'),
  BASE_URL: setting(
    optionalUrl(/^https?$/, 'an http or https address'),
    'Public address of the product site; studios live on its subdomains. Default: http://localhost:PORT',
  ),
  MODE: setting(
    z.enum(['development', 'production']),
    'production refuses the local mailbox and the simulated gateway’s page to outsiders, and wants https in BASE_URL',
    'development',
  ),
  DATA_DIR: setting(z.string().min(1), 'Folder of the embedded database, of files and of the made secret', './data'),
  DATABASE_URL: setting(
    optionalUrl(/^postgres(ql)?$/, 'a postgres:// address'),
    'PostgreSQL 18 to use instead of the embedded one; a role that may create tables and roles',
  ),
  DATABASE_CONNECTIONS: setting(whole(10, 200), 'Most connections to the database at once, each process', '20'),
  WORKER_CONCURRENCY: setting(whole(1, 64), 'Jobs that one process works on at once', '4'),
  SECRET: setting(
    z.string().min(LEAST_SECRET, `at least ${LEAST_SECRET} characters`).optional(),
    'Secret of the installation: signs cookies, derives the database roles’ passwords. Made and kept in DATA_DIR when not given',
  ),
  DEMO: setting(
    flag.optional(),
    'Lay down the demo world on the first start. Default: true, and in production false: its passwords are known to all',
  ),
  LOG_LEVEL: setting(
    z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
    'How much is logged',
    'warn',
  ),
  TRUST_PROXY: setting(
    proxies,
    'Believe the X-Forwarded-* headers of the proxy before it. true: of one on this machine or in a private network; or the addresses and networks of proxies, with commas',
    'false',
  ),
  SMTP_URL: setting(
    optionalUrl(/^smtps?$/, 'an smtp:// or smtps:// address'),
    'Mail server. Without it, outside production, mail goes to the mailbox page at /mailbox',
  ),
  MAIL_FROM: setting(z.string().min(3), 'Sender of all mail', 'Atelier <no-reply@localhost>'),
  TELEGRAM_BOT_TOKEN: setting(optionalText, 'Token of the Telegram bot; without it Telegram is off'),
  TELEGRAM_API_ROOT: setting(z.url(), 'Address of the Bot API', 'https://api.telegram.org'),
  S3_ENDPOINT: setting(
    optionalUrl(/^https?$/, 'an http or https address'),
    'S3-compatible store for files; without it they lie in DATA_DIR',
  ),
  S3_BUCKET: setting(optionalText, 'Its bucket'),
  S3_REGION: setting(z.string().min(1), 'Its region', 'us-east-1'),
  S3_ACCESS_KEY_ID: setting(optionalText, 'Its access key'),
  S3_SECRET_ACCESS_KEY: setting(optionalText, 'Its secret key'),
  REDIS_URL: setting(
    optionalUrl(/^rediss?$/, 'a redis:// address'),
    'Cache and rate limits shared by processes; without it each keeps its own',
  ),
  UPLOAD_LIMIT_MIB: setting(whole(1, 1_048_576), 'Largest file that may be sent, in MiB', '10240'),
  METRICS_TOKEN: setting(optionalText, 'Bearer token for /metrics; without it only loopback may read them'),
} satisfies Record<string, Setting>

type Settings = typeof settings
type Values = { [Name in keyof Settings]: z.output<Settings[Name]['schema']> }

/** The settings as typed values, with what follows from them. */
export interface Config extends Omit<Values, 'SECRET' | 'BASE_URL' | 'DEMO'> {
  SECRET: string
  DEMO: boolean
  BASE_URL: string
}

/**
 * Reads the settings from the environment. Throws StartError naming the setting and what was expected.
 * Makes the installation's secret in DATA_DIR when none is given, unless told not to.
 */
export function readConfig(env: NodeJS.ProcessEnv, options: { makeSecret?: boolean } = {}): Config {
  const read = <Name extends keyof Settings>(name: Name): Values[Name] => {
    const given = env[name]
    const text =
      given === undefined || given === '' ? ('default' in settings[name] ? settings[name].default : undefined) : given
    const parsed = settings[name].schema.safeParse(text)
    if (parsed.success) return parsed.data as Values[Name]
    const expected = parsed.error.issues.map((issue) => issue.message).join('; ')
    throw new StartError(`The setting ${name} has the value "${text}", which cannot be used: ${expected}.`)
  }
  const values = Object.fromEntries(
    (Object.keys(settings) as (keyof Settings)[]).map((name) => [name, read(name)]),
  ) as unknown as Values
  const dataDir = resolve(values.DATA_DIR)
  const config: Config = {
    ...values,
    DATA_DIR: dataDir,
    BASE_URL: (values.BASE_URL ?? `http://localhost:${values.PORT}`).replace(/\/$/, ''),
    DEMO: values.DEMO ?? values.MODE !== 'production',
    SECRET: values.SECRET ?? (options.makeSecret === false ? '' : keptSecret(dataDir)),
  }
  if (config.MODE === 'production' && !config.BASE_URL.startsWith('https://')) {
    throw new StartError('In production BASE_URL must be the public https:// address.')
  }
  if (config.MODE === 'production' && config.DEMO) {
    throw new StartError('DEMO cannot be true in production: the demo world’s passwords are known to all.')
  }
  if (new URL(config.BASE_URL).pathname !== '/') {
    throw new StartError('BASE_URL names a host and no path: studios live on its subdomains, and pages at its root.')
  }
  if (config.S3_ENDPOINT && !(config.S3_BUCKET && config.S3_ACCESS_KEY_ID && config.S3_SECRET_ACCESS_KEY)) {
    throw new StartError('S3_ENDPOINT needs S3_BUCKET, S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY beside it.')
  }
  return config
}

/** The table of settings for the terminal. */
export function settingsHelp(): string {
  return Object.entries(settings)
    .map(([name, one]) => `  ${name.padEnd(22)} ${one.meaning}${'default' in one ? ` [${one.default}]` : ''}`)
    .join('\n')
}

function keptSecret(dataDir: string): string {
  const file = join(dataDir, 'secret')
  try {
    if (!existsSync(file)) makeSecret(dataDir, file)
    const secret = readFileSync(file, 'utf8').trim()
    if (secret.length >= LEAST_SECRET) return secret
  } catch (error) {
    const why = error instanceof Error ? error.message : error
    throw asDiskFull(error, dataDir) ?? new StartError(`DATA_DIR ${dataDir} cannot be used: ${why}.`)
  }
  throw new StartError(`The secret in ${file} is cut short. Put it back from a backup; without data, remove it.`)
}

/** Whole or not at all, on a full disk too; of several processes that start at once the first one's counts. */
function makeSecret(dataDir: string, file: string): void {
  mkdirSync(dataDir, { recursive: true })
  const own = `${file}.${process.pid}`
  try {
    writeFileSync(own, randomBytes(48).toString('base64url'), { mode: 0o600 })
    linkSync(own, file)
  } catch (error) {
    if (!existsSync(file)) throw error
  } finally {
    rmSync(own, { force: true })
  }
}

/** A key for one purpose, derived from the installation's secret. */
export function derivedKey(secret: string, purpose: string): string {
  return createHash('sha256').update(`${purpose}\0${secret}`).digest('base64url')
}
