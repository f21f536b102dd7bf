import { withinStudio } from '../../kernel/database/index.ts'
import { publish } from '../../kernel/events/event.ts'
import { on } from '../../kernel/events/handlers.ts'
import { CURRENCIES, type Currency } from '../../kernel/money.ts'
import { everyStudio } from '../studios/index.ts'
import { commissionChanged, commissionSet } from './events.ts'

/** Tells each studio of a new commission, in one transaction: all of them, once (R15, P16). */
export const tellStudios = on(commissionSet, 'ledger.tell_commission', async (ctx, { subject, payload }) => {
  const { bps, floors, was, reason } = payload
  const floorIn = (list: typeof floors, currency: Currency) =>
    list.find((floor) => floor.currency === currency) ?? { amountMinor: '0', currency }
  for (const { id, currency } of await everyStudio(ctx)) {
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
})
