import type { z } from 'zod'
import { type Ctx, membershipOf } from '../../kernel/context.ts'
import { type Currency, moneyJson } from '../../kernel/money.ts'
import { type BoughtTerms, payoutOf } from './payout.ts'
import type { splitSchema } from './schemas.ts'

export type Division = z.infer<typeof splitSchema>

/** How much somebody may read of how a price is divided: all of it, nothing, or the share of one performer. */
export type DivisionReader = 'all' | 'nothing' | { performer: string }

type Divided = BoughtTerms & { performerMembershipId: string | null; termsReason: string; currency: Currency }

/**
 * How much of a division the one who asks may read: whoever sees the studio's money all of it, others of the studio their
 * own share, a client nothing (R15, X5). Pure.
 */
export function divisionReader(ctx: Ctx, side: 'client' | 'studio' | 'neither'): DivisionReader {
  if (ctx.actor.kind === 'system' || ctx.actor.kind === 'operator') return 'all'
  const me = membershipOf(ctx.actor)
  if (ctx.actor.kind !== 'profile' || !me || side === 'client') return 'nothing'
  return ctx.actor.permissions.has('money.read') ? 'all' : { performer: me }
}

/** A division for JSON, as far as the reader may see it; null where nothing of it is theirs. Pure. */
export function divisionJson(bought: Divided, reader: DivisionReader, amountMinor: bigint): Division | null {
  if (reader === 'nothing') return null
  const whole = reader === 'all'
  if (!whole && reader.performer !== bought.performerMembershipId) return null
  const { currency } = bought
  const { commissionMinor, legs } = payoutOf(bought, amountMinor)
  const partOf = (role: string) =>
    moneyJson({ currency, amountMinor: legs.find((leg) => leg.role === role)?.amountMinor ?? 0n })
  return {
    performer: bought.performerMembershipId,
    performerBps: bought.performerBps,
    reason: bought.termsReason,
    performerGets: partOf('performer'),
    studioGets: whole ? partOf('studio') : null,
    commissionBps: whole ? Number(bought.commissionBps) : null,
    commission: whole ? moneyJson({ currency, amountMinor: commissionMinor }) : null,
  }
}
