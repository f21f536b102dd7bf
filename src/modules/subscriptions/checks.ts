import { sql } from 'drizzle-orm'
import type { Check } from '../../kernel/check.ts'
import { PLATFORM_STUDIO_ID } from '../../kernel/ids.ts'
import { platformReceived } from '../ledger/index.ts'

/** Findings that one run names at most. */
const MOST = 100

/** What was put aside is what the charges say, and what was taken stands in the ledger as paid for the charge. */
export const subscriptionsCheck: Check = {
  name: 'subscriptions.charges',
  run: async ({ database }) => {
    const scope = { studioId: PLATFORM_STUDIO_ID, actor: { kind: 'system' }, request: { id: 'check' } } as const
    return database.asOperator(scope, async (ctx) => {
      const { rows } = await ctx.tx.execute<{ finding: string }>(sql`
        select format('studio %s has %s put aside, its charges say %s', s.studio_id, s.credit_minor, c.aside) as finding
        from subscriptions s left join lateral (
          select coalesce(-sum(credit_minor), 0) as aside from subscription_charges
          where studio_id = s.studio_id and state = 'succeeded') c on true
        where s.credit_minor <> c.aside
        union all
        select format('charge %s took %s and has no such transfer', c.id, c.amount_minor)
        from subscription_charges c
        where c.state = 'succeeded' and c.amount_minor > 0 and not ${platformReceived(sql`c.id`, sql`c.amount_minor`)}
        limit ${MOST}`)
      return rows.map(({ finding }) => finding)
    })
  },
}
