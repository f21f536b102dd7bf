import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import pg from 'pg'
import { type Program, startProgram } from '../e2e/program.ts'
import { findRunning } from '../src/kernel/database/embedded.ts'
import { newId } from '../src/kernel/ids.ts'

/** A person of the bench's studio, signed in. */
export interface Member {
  accountId: string
  membershipId: string
  /** For the Cookie header. */
  cookie: string
}

/** A running program with one studio and its members, and the owner's connection to its database. */
export interface BenchStudio {
  program: Program
  url: string
  client: pg.Client
  studioId: string
  owner: Member
  clients: Member[]
  close(): Promise<void>
}

/** Starts the program without its demo world and seeds one studio with so many clients, behind its back. */
export async function benchStudio(clientCount: number): Promise<BenchStudio> {
  const program = await startProgram({ DEMO: 'false' })
  const server = await findRunning(join(program.dataDir, 'postgres'))
  if (!server) throw new Error('the program’s database is not to be found')
  const url = server.url('atelier')
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const studioId = newId()
  await client.query(
    `insert into studios (id, slug, name, currency, zone, locale) values ($1, 'bench', 'Bench', 'RUB', 'Europe/Moscow', 'ru')`,
    [studioId],
  )
  const people = Array.from({ length: clientCount + 1 }, () => ({
    ...{ accountId: newId(), membershipId: newId(), token: randomBytes(24).toString('base64url') },
  }))
  const accounts = people.map((one) => one.accountId)
  await client.query(
    `insert into accounts (id, name, email, email_verified) select a, 'B', a || '@example.org', true from unnest($1::uuid[]) a`,
    [accounts],
  )
  await client.query(
    `insert into sessions (token, user_id, expires_at) select t, a, now() + interval '1 day' from unnest($1::text[], $2::uuid[]) x(t, a)`,
    [people.map((one) => one.token), accounts],
  )
  await client.query(
    `insert into memberships (studio_id, id, account_id, role, display_name)
     select $1, m, a, case n when 1 then 'owner' else 'client' end, 'B ' || n
     from unnest($2::uuid[], $3::uuid[]) with ordinality x(m, a, n)`,
    [studioId, people.map((one) => one.membershipId), accounts],
  )
  const members = people.map(({ token, ...ids }) => ({ ...ids, cookie: `atelier=${token}` }))
  const [owner, ...clients] = members
  if (!owner) throw new Error('a studio without an owner')
  return {
    ...{ program, url, client, studioId, owner, clients },
    close: async () => {
      await client.end()
      await program.stop()
    },
  }
}
