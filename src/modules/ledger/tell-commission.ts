import { z } from 'zod'
import type { Ctx } from '../../kernel/context.ts'
import { withinStudio } from '../../kernel/database/index.ts'
import { publish } from '../../kernel/events/event.ts'
import { type HappenedEvent, handleEvent, on } from '../../kernel/events/handlers.ts'
import { defineTask, enqueue, type Task } from '../../kernel/jobs/jobs.ts'
import { CURRENCIES, type Currency } from '../../kernel/money.ts'
import type { Services } from '../../kernel/services.ts'
import { everyStudio } from '../studios/index.ts'
import { commissionChanged, commissionSet } from './events.ts'

const HANDLER = 'ledger.tell_commission'
const TASK = 'ledger.tell_commission_on'
/** Studios that are told in one transaction: each event holds up what is told after it until all of them are written. */
const AT_ONCE = 200

type NewCommission = HappenedEvent<z.output<typeof commissionSet.payload>>

/** Tells each studio of a new commission, once: the first of them here, the others by a job for each page (R15, P16). */
export const tellStudios = on(commissionSet, HANDLER, (ctx, event) => tellPage(ctx, event, null))

/**
 * The job that tells the studios after one. Each page is handled as the event's own handler of that name, so that a job
 * that is run again tells nobody twice and queues no second one.
 */
export function tellOnTask({ database }: Pick<Services, 'database'>): Task {
  return defineTask({
    name: TASK,
    payload: z.object({ studioId: z.uuid(), eventId: z.uuid(), after: z.uuid() }),
    run: ({ studioId, eventId, after }) => {
      const page = on(commissionSet, `${HANDLER} ${after}`, (ctx, event) => tellPage(ctx, event, after))
      return handleEvent(database, page, studioId, eventId)
    },
  })
}

async function tellPage(
  ctx: Ctx,
  { id: eventId, subject, payload }: NewCommission,
  after: string | null,
): Promise<void> {
  const { bps, floors, was, reason } = payload
  const floorIn = (list: typeof floors, currency: Currency) =>
    list.find((floor) => floor.currency === currency) ?? { amountMinor: '0', currency }
  const page = await everyStudio(ctx, { after, most: AT_ONCE })
  for (const { id, currency } of page) {
    const known = CURRENCIES.find((one) => one === currency) ?? 'RUB'
    const floor = floorIn(floors, known)
    const wasFloor = floorIn(was.floors, known)
    if (bps === was.bps && floor.amountMinor === wasFloor.amountMinor) continue
    await withinStudio(ctx, id, (there) =>
      publish(there, commissionChanged, {
        subject,
        payload: { bps, floor, wasBps: was.bps, wasFloor, reason },
        before: { bps: was.bps, floor: wasFloor },
        after: { bps, floor },
      }),
    )
  }
  const last = page.at(-1)
  if (page.length === AT_ONCE && last) await enqueue(ctx, TASK, { studioId: ctx.studioId, eventId, after: last.id })
}
