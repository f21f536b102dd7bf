import { randomUUID } from 'node:crypto'
import { newId } from '../src/kernel/ids.ts'
import { admin, type TestDatabase } from '../src/kernel/testing/database.ts'

/** A database that a test may write to behind the application's back. */
type Owned = Pick<TestDatabase, 'ownerUrl'>

/** Someone of the tests' world, signed in. */
export interface TestPerson {
  accountId: string
  email: string
  /** For the Cookie header. */
  cookie: string
}

interface PersonOptions {
  name: string
  locale?: 'ru' | 'en'
  zone?: string
  operator?: true
}

/** A person with a session, written behind the application's back. */
export async function addPerson(database: Owned, options: PersonOptions): Promise<TestPerson> {
  const accountId = newId()
  const email = `${accountId}@example.org`
  const token = randomUUID()
  await admin(
    database.ownerUrl,
    `insert into accounts (id, name, email, email_verified, locale, zone, operator, two_factor_enabled)
     values ($1, $2, $3, true, $4, $5, $6, $6)`,
    [
      accountId,
      options.name,
      email,
      options.locale ?? 'ru',
      options.zone ?? 'Europe/Moscow',
      options.operator ?? false,
    ],
  )
  await admin(
    database.ownerUrl,
    `insert into sessions (token, user_id, expires_at, second_factor) values ($1, $2, now() + interval '1 day', $3)`,
    [token, accountId, options.operator ?? false],
  )
  return { accountId, email, cookie: `atelier=${token}` }
}

/** A studio; returns its id. */
export async function addStudio(database: Owned, slug: string, name = slug): Promise<string> {
  const id = newId()
  await admin(
    database.ownerUrl,
    `insert into studios (id, slug, name, currency, zone, locale) values ($1, $2, $3, 'RUB', 'Europe/Moscow', 'ru')`,
    [id, slug, name],
  )
  return id
}

/** A person's profile in a studio; returns the membership's id. */
export async function join(
  database: Owned,
  studioId: string,
  person: TestPerson,
  role: 'owner' | 'manager' | 'staff' | 'client',
  displayName: string = role,
): Promise<string> {
  const id = newId()
  await admin(
    database.ownerUrl,
    'insert into memberships (studio_id, id, account_id, role, display_name) values ($1, $2, $3, $4, $5)',
    [studioId, id, person.accountId, role, displayName],
  )
  return id
}
