import { z } from 'zod'
import { defineEvent } from '../../kernel/events/event.ts'
import { moneySchema } from '../../kernel/money.ts'

export const subscriptionStarted = defineEvent(
  'subscription.started',
  z.object({ plan: z.string(), state: z.enum(['trial', 'active']), amount: moneySchema, until: z.string() }),
)
