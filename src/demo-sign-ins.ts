import { and, inArray, isNull } from 'drizzle-orm'
import { PLATFORM_STUDIO_ID } from './kernel/ids.ts'
import type { Services } from './kernel/services.ts'
import { StartError } from './kernel/start-error.ts'
import { accounts } from './modules/identity/index.ts'

/** The password of everyone in the demo world. */
export const DEMO_PASSWORD = 'atelier demo'

export interface SignIn {
  email: string
  who: string
}

/** Where the people of the demo world have their mail: nobody else can have one under `.example` (RFC 2606). */
const DEMO_MAIL = '@atelier.example'

/** The e-mail of somebody of the demo world. */
export const demoEmail = (key: string): string => key + DEMO_MAIL

/** Whom a newcomer would want to be: one of each role. */
const WORTH_TRYING: readonly SignIn[] = [
  { email: demoEmail('operator'), who: 'the platform’s operator: /console' },
  { email: demoEmail('vera'), who: 'owner of the studio sever (Северный звук)' },
  { email: demoEmail('nina'), who: 'its manager' },
  { email: demoEmail('ilya'), who: 'its engineer' },
  { email: demoEmail('marina'), who: 'client of both studios' },
  { email: demoEmail('tess'), who: 'owner of the studio tide (Tidewater Rooms), in English' },
]

/** The sign-ins to print at a start: those of the demo world who are there and may sign in; nobody where it is not. */
export async function demoSignIns({ database }: Services): Promise<SignIn[]> {
  const scope = { studioId: PLATFORM_STUDIO_ID, actor: { kind: 'system' }, request: { id: 'demo' } } as const
  const emails = WORTH_TRYING.map(({ email }) => email)
  const there = await database.transaction(scope, (ctx) =>
    ctx.tx
      .select({ email: accounts.email })
      .from(accounts)
      .where(and(inArray(accounts.email, emails), isNull(accounts.blockedAt))),
  )
  return WORTH_TRYING.filter(({ email }) => there.some((account) => account.email === email))
}

/**
 * Refuses a database where the demo world lies, in production: everybody knows its passwords, its operator's too.
 * Throws StartError.
 */
export async function refuseDemoWorld({ config, database }: Pick<Services, 'config' | 'database'>): Promise<void> {
  if (config.MODE !== 'production') return
  const { rows } = await database.pool.query('select 1 from accounts where email like $1 limit 1', [`%${DEMO_MAIL}`])
  if (rows.length === 0) return
  throw new StartError(
    'This database holds the demo world, whose passwords are known to all: production does not start with it. ' +
      'Begin with an empty DATA_DIR (or an empty database at DATABASE_URL).',
  )
}
