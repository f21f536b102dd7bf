import { accountOf, type Ctx } from '../../kernel/context.ts'
import type { SettledAttempt } from '../../kernel/gateway/settlement.ts'
import { newId } from '../../kernel/ids.ts'
import { problem } from '../../kernel/problem.ts'
import type { Services } from '../../kernel/services.ts'
import { findPeople, ownProfiles } from '../studios/index.ts'
import { beginAttempt, type NewAttempt } from './attempt.ts'
import { topUp } from './verbs.ts'

export type WantedTopUp = Pick<NewAttempt, 'id' | 'amount' | 'returnTo' | 'locale' | 'origin'> & {
  /** Which of the person’s profiles is told of it; otherwise their first. */
  profile: string | undefined
}

/**
 * Begins to fill the wallet of the one who asks, and gives the address to pay at (R13). Throws `profile_required` where
 * the profile is not theirs, and what `beginAttempt` throws.
 */
export async function beginTopUp(ctx: Ctx, services: Services, { profile, ...wanted }: WantedTopUp): Promise<string> {
  const studioId = await studioOf(ctx, profile)
  return beginAttempt(ctx, services, {
    ...wanted,
    ...{ purpose: 'top_up', details: {}, ...(studioId ? { studioId } : {}) },
    description: wanted.locale === 'ru' ? 'Пополнение кошелька' : 'Wallet top-up',
  })
}

/** Credits what came in, and tells the person by their profiles in the studio that it was begun from. */
export async function settleTopUp(
  ctx: Ctx,
  { id, accountId, amount }: Pick<SettledAttempt, 'id' | 'accountId' | 'amount'>,
): Promise<void> {
  const to = { kind: 'account', id: accountId } as const
  const audience = (await findPeople(ctx, { accountId })).map(({ membershipId }) => membershipId)
  const subject = { type: 'payment_attempt', id }
  await topUp(ctx, { transferId: newId(), subject, note: 'top-up', to, amount, audience })
}

/** The studio of one of the person's own profiles: there they are told that the money is in their wallet. */
async function studioOf(ctx: Ctx, profile: string | undefined): Promise<string | undefined> {
  const accountId = accountOf(ctx.actor)
  const own = accountId ? await ownProfiles(ctx, accountId) : []
  if (!profile) return own[0]?.studioId
  const named = own.find(({ membershipId }) => membershipId === profile)
  if (!named) throw problem('profile_required')
  return named.studioId
}
