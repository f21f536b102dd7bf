import { and, desc, eq, gte, inArray, isNotNull, isNull, lt } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import type { Currency } from '../../kernel/money.ts'
import { type PaidOut, readHolds, readPaidOut } from '../ledger/index.ts'
import { findPeople } from '../studios/index.ts'
import { projectsInSight } from './project.ts'
import { projects, purchases, tips } from './tables.ts'

/** As many projects as a summary is made of: more than a studio has under way, or ends in a month. */
export const MOST_SUMMED = 500

export const FIGURES = ['bought', 'held', 'paid', 'returned', 'performers', 'commission', 'studio', 'tips'] as const
const NOBODY: PaidOut = { performer: 0n, studio: 0n, commission: 0n }

/** A project's money in one currency, in minor units. Of what is paid out: performers + commission + studio = paid. */
export interface ProjectSums {
  currency: Currency
  /** Bought in all: held + paid + returned. */
  boughtMinor: bigint
  heldMinor: bigint
  paidMinor: bigint
  /** Given back to the client, before it was paid out or by a refund after. */
  returnedMinor: bigint
  performersMinor: bigint
  commissionMinor: bigint
  studioMinor: bigint
  /** Thanks to the performers, in full, apart from all the rest (R17). */
  tipsMinor: bigint
}

export interface SummedProject extends ProjectSums {
  project: typeof projects.$inferSelect
  clientName: string
}

/**
 * The money of the projects that are under way, or that ended between two moments, the newest first, with what each side
 * has of it (R18). A project without money is there with zeros in `currency`.
 */
export async function sumProjects(
  ctx: Ctx,
  asked: { closed: { from: Temporal.Instant; to: Temporal.Instant } | undefined; currency: Currency },
): Promise<SummedProject[]> {
  const { closed } = asked
  const found = await ctx.tx
    .select()
    .from(projects)
    .where(
      and(
        ...[eq(projects.studioId, ctx.studioId), projectsInSight(ctx)],
        ...(closed
          ? [isNotNull(projects.closedAt), gte(projects.closedAt, closed.from), lt(projects.closedAt, closed.to)]
          : [isNull(projects.closedAt)]),
      ),
    )
    .orderBy(desc(projects.id))
    .limit(MOST_SUMMED)
  if (found.length === 0) return []
  const ids = found.map(({ id }) => id)
  const clients = await findPeople(ctx, { membershipIds: found.map((one) => one.clientMembershipId) })
  const names = new Map(clients.map((person) => [person.membershipId, person.displayName]))
  const sums = await moneyOf(ctx, ids)
  return found.flatMap((project) => {
    const clientName = names.get(project.clientMembershipId) ?? ''
    const of = sums.get(project.id)?.values() ?? [nothing(asked.currency)]
    return [...of].map((money) => ({ ...money, project, clientName }))
  })
}

async function moneyOf(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Map<Currency, ProjectSums>>> {
  const bought = await ctx.tx
    .select()
    .from(purchases)
    .where(and(eq(purchases.studioId, ctx.studioId), inArray(purchases.projectId, [...ids])))
  const thanks = await ctx.tx
    .select({ projectId: tips.projectId, currency: tips.currency, amountMinor: tips.amountMinor })
    .from(tips)
    .where(and(eq(tips.studioId, ctx.studioId), inArray(tips.projectId, [...ids])))
  const holdIds = bought.map(({ holdId }) => holdId)
  const holds = new Map((await readHolds(ctx, holdIds)).map((hold) => [hold.id, hold]))
  const paidOut = await readPaidOut(ctx, holdIds)
  const sums = new Map<string, Map<Currency, ProjectSums>>()
  const sumOf = (projectId: string, currency: Currency): ProjectSums => {
    const ofProject = sums.get(projectId) ?? new Map<Currency, ProjectSums>()
    const sum = ofProject.get(currency) ?? nothing(currency)
    sums.set(projectId, ofProject.set(currency, sum))
    return sum
  }
  for (const purchase of bought) {
    const sum = sumOf(purchase.projectId, purchase.currency)
    const { capturedMinor = 0n, releasedMinor = 0n } = holds.get(purchase.holdId) ?? {}
    const { performer, commission, studio } = paidOut.get(purchase.holdId) ?? NOBODY
    const paidMinor = performer + commission + studio
    sum.boughtMinor += purchase.amountMinor
    sum.heldMinor += purchase.amountMinor - capturedMinor - releasedMinor
    sum.paidMinor += paidMinor
    sum.returnedMinor += releasedMinor + capturedMinor - paidMinor
    sum.performersMinor += performer
    sum.commissionMinor += commission
    sum.studioMinor += studio
  }
  for (const { projectId, currency, amountMinor } of thanks) sumOf(projectId, currency).tipsMinor += amountMinor
  return sums
}

/** What the projects come to, one sum for each currency. Pure. */
export function totalsOf(rows: readonly ProjectSums[]): ProjectSums[] {
  return [...Map.groupBy(rows, ({ currency }) => currency)].map(([currency, ofCurrency]) =>
    ofCurrency.reduce(added, nothing(currency)),
  )
}

function added(one: ProjectSums, other: ProjectSums): ProjectSums {
  const sum = { ...one }
  for (const figure of FIGURES) sum[`${figure}Minor`] = one[`${figure}Minor`] + other[`${figure}Minor`]
  return sum
}

function nothing(currency: Currency): ProjectSums {
  return {
    ...{ currency, boughtMinor: 0n, heldMinor: 0n, paidMinor: 0n, returnedMinor: 0n },
    ...{ performersMinor: 0n, commissionMinor: 0n, studioMinor: 0n, tipsMinor: 0n },
  }
}
