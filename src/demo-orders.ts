import type { DemoPlace } from './demo-people.ts'
import type { Story } from './demo-timeline.ts'
import { newId } from './kernel/ids.ts'
import { capture, commissionTerms, hold, readHold, splitPayout, tip, topUp } from './modules/ledger/index.ts'

/** An order from before there were projects: who paid whom, how much, by what share, how many days ago. */
export interface DemoOrder {
  client: string
  performer: string
  title: string
  amountMinor: bigint
  shareBps: bigint
  daysAgo: number
  tipMinor?: bigint
}

/** Each order's money: topped up and held, twenty hours later captured and split, with a tip. */
export function orderStories(place: DemoPlace, orders: readonly DemoOrder[]): Story[] {
  return orders.map((order) => () => layOrder(place, order))
}

async function layOrder({ act, member, currency }: DemoPlace, order: DemoOrder): Promise<void> {
  const { client, title: note, amountMinor, tipMinor = 0n, shareBps, daysAgo } = order
  const payer = { kind: 'account', id: member(client).accountId } as const
  const performer = { kind: 'account', id: member(order.performer).accountId } as const
  const { holdId, subject } = await act(client, daysAgo, async (ctx) => {
    const subject = { type: 'studio', id: ctx.studioId }
    const amount = { amountMinor: amountMinor + tipMinor, currency }
    await topUp(ctx, { transferId: newId(), subject, note: 'top-up', to: payer, amount })
    const held = { payer, amount: { amountMinor, currency }, subject, note }
    return { subject, ...(await hold(ctx, { transferId: newId(), ...held })) }
  })
  await act(client, daysAgo - 20 / 24, async (ctx) => {
    const split = splitPayout({
      ...{ amountMinor, commission: await commissionTerms(ctx, currency), studioId: ctx.studioId },
      performers: [{ accountId: performer.id, bps: shareBps }],
    })
    const shareMinor = split.legs.find((leg) => leg.role === 'performer')?.amountMinor ?? 0n
    const lines = [
      { label: 'paid', amountMinor: amountMinor.toString() },
      { label: 'commission', amountMinor: (-split.commissionMinor).toString() },
      { label: 'distributable', amountMinor: split.distributableMinor.toString() },
      {
        ...{ label: 'performer', amountMinor: shareMinor.toString(), bps: Number(shareBps) },
        accountId: performer.id,
      },
    ]
    const captured = { hold: await readHold(ctx, holdId), legs: split.legs, note, breakdown: { lines } }
    await capture(ctx, { transferId: newId(), ...captured })
    if (tipMinor === 0n) return
    const thanks = { amountMinor: tipMinor, currency }
    await tip(ctx, { transferId: newId(), subject, note, from: payer, to: performer, amount: thanks })
  })
}
