import type { Api } from '../../../web/generated/api.ts'
import { amountText } from '../../../web/ui/index.ts'

export type Terms = Api['GET /api/console/commission-terms']['answer']['items'][number]

interface Sum {
  amountMinor: string
  currency: string
}

/** The floors that there are, in words: `50 ₽ · $1`; nothing where there is none. */
export function floorsText(floors: readonly Sum[]): string {
  return floors
    .filter(({ amountMinor }) => amountMinor !== '0')
    .map((floor) => amountText(floor, { short: true }))
    .join(' · ')
}
