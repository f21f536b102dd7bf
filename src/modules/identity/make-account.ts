import { hashPassword } from 'better-auth/crypto'
import type { Ctx } from '../../kernel/context.ts'
import { newId } from '../../kernel/ids.ts'
import { accounts, credentials } from './tables.ts'

export interface NewAccount {
  email: string
  name: string
  password: string
  locale: 'ru' | 'en'
  zone: string
  operator?: boolean
}

/** An account whose e-mail needs no proof: for the demo world and the first operator. Returns its id. */
export async function makeAccount(ctx: Ctx, { password, ...account }: NewAccount): Promise<string> {
  const id = newId()
  const hash = await hashPassword(password)
  await ctx.tx.insert(accounts).values({ id, emailVerified: true, ...account })
  await ctx.tx.insert(credentials).values({ accountId: id, providerId: 'credential', userId: id, password: hash })
  return id
}
