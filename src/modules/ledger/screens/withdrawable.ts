import type { Api } from '../../../web/generated/api.ts'

type Wallet = Api['GET /api/wallets']['answer']['items'][number]

/** What can be taken out, in minor units: what is owed after refunds, which is below zero, stays in the wallet. */
export function withdrawableMinor({ available, owed }: Pick<Wallet, 'available' | 'owed'>): bigint {
  return BigInt(available.amountMinor) + BigInt(owed.amountMinor)
}
