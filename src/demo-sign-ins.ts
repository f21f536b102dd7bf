import { and, inArray, isNull } from 'drizzle-orm'
import { PLATFORM_STUDIO_ID } from './kernel/ids.ts'
import type { Services } from './kernel/services.ts'
import { accounts } from './modules/identity/index.ts'

/** The password of everyone in the demo world. */
export const DEMO_PASSWORD = 'atelier demo'

export interface SignIn {
  email: string
  who: string
}

/** The e-mail of somebody of the demo world. */
export const demoEmail = (key: string): string => `${key}@atelier.example`

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
