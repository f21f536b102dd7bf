import { z } from 'zod'
import { uuidKey } from '../../../kernel/http/idempotency.ts'
import { limit } from '../../../kernel/http/rates.ts'
import type { App } from '../../../kernel/http/types.ts'
import { currencySchema, positiveMinorSchema } from '../../../kernel/money.ts'
import { requestWithdrawal } from '../withdrawal.ts'
import { mine, ofStudio } from './whose.ts'

const body = z.object({
  amountMinor: positiveMinorSchema,
  currency: currencySchema,
  destination: z
    .string()
    .transform((text) => text.replace(/\s/g, '').toUpperCase())
    .pipe(z.string().regex(/^[A-Z0-9]{8,34}$/))
    .describe('Number of the card or account; spaces do not matter'),
})
const response = { 202: z.object({ withdrawalId: z.uuid() }) }
/** Whoever leaves takes their money along, whatever the studio’s subscription. */
const config = { idempotent: true, evenReadOnly: true, ...limit(30, 60) } as const

/** Money going out (R13): everyone’s own, and the studio’s by its owner alone. */
export function withdrawalRoutes(app: App): void {
  for (const { url, summary, access, whose } of [
    {
      url: '/api/wallets/withdrawals',
      summary: 'Withdraw from my wallet, with or without a profile in any studio',
      access: { kind: 'account' },
      whose: mine,
    },
    {
      url: '/api/studios/:studio/wallets/mine/withdrawals',
      summary: 'Withdraw from my wallet',
      access: { kind: 'member' },
      whose: mine,
    },
    {
      url: '/api/studios/:studio/wallets/withdrawals',
      summary: 'Withdraw from the studio’s wallet',
      access: { kind: 'studio', permission: 'money.withdraw' },
      whose: ofStudio,
    },
  ] as const) {
    app.route({
      method: 'POST',
      url,
      config: { ...config, access },
      schema: {
        tags: ['money'],
        summary: `${summary}: it leaves at once and comes back if it cannot be paid out. The Idempotency-Key is a UUID and becomes the withdrawal’s id`,
        ...(url.includes(':studio') ? { params: z.object({ studio: z.string() }) } : {}),
        body,
        response,
      },
      handler: async (request, reply) => {
        const id = uuidKey(request)
        const { amountMinor, currency, destination } = request.body
        const answer = await request.once(async (ctx) => {
          const amount = { amountMinor: BigInt(amountMinor), currency }
          await requestWithdrawal(ctx, { id, from: whose(request), amount, destination })
          return { status: 202, body: { withdrawalId: id } }
        })
        return reply.code(202).send(answer.body)
      },
    })
  }
}
