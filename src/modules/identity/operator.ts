import { and, eq } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { publish } from '../../kernel/events/event.ts'
import { accountChanged } from './events.ts'
import { accounts } from './tables.ts'

/**
 * Makes the account of an e-mail an operator of the platform, or no longer one: for the command line alone, since who may
 * run it owns the installation. Whether there is such an account, with a proven e-mail.
 */
export async function appointOperator(ctx: Ctx, email: string, operator: boolean): Promise<boolean> {
  const [account] = await ctx.tx
    .select({ id: accounts.id, operator: accounts.operator })
    .from(accounts)
    .where(and(eq(accounts.email, email.trim().toLowerCase()), eq(accounts.emailVerified, true)))
    .for('update')
  if (!account) return false
  await ctx.tx.update(accounts).set({ operator }).where(eq(accounts.id, account.id))
  await publish(ctx, accountChanged, {
    subject: { type: 'account', id: account.id },
    payload: {},
    before: { operator: account.operator },
    after: { operator },
  })
  return true
}
