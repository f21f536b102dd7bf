import { useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '../../../web/app/client.ts'
import { useProfile } from '../../../web/app/me.tsx'
import { useLive } from '../../../web/app/use-live.ts'
import type { Api } from '../../../web/generated/api.ts'

export type Subscription = NonNullable<Api['GET /api/studios/{studio}/subscription']['answer']['subscription']>
export type Plan = Api['GET /api/plans']['answer']['items'][number]
export type Charge = Api['GET /api/studios/{studio}/subscription/charges']['answer']['items'][number]

/** How the studio's subscription stands, fetched again when something happens to it. */
export function useSubscription() {
  const { studio } = useProfile()
  const path = { studio: studio.slug }
  const queries = useQueryClient()
  const refresh = () =>
    Promise.all(['subscription', 'me'].map((name) => queries.invalidateQueries({ queryKey: [name] })))
  useLive((heard) => {
    if (heard === 'refetch' || heard.name.startsWith('subscription.')) void refresh()
  })
  const query = useQuery({
    queryKey: ['subscription', studio.slug],
    queryFn: () => call('GET /api/studios/{studio}/subscription', { path }),
  })
  return { path, refresh, query }
}

/** Goes to the gateway's page to pay the next period, and comes back here. */
export async function payNext(studio: string, key: string): Promise<void> {
  const body = { returnTo: backTo(studio, key) }
  const begun = await call('POST /api/studios/{studio}/subscription/payments', { path: { studio }, key, body })
  location.assign(begun.paymentUrl)
}

/** The address that the gateway's page comes back to: here, looking for this payment. */
export function backTo(studio: string, key: string): string {
  return `/app/${studio}/subscription?paid=${key}`
}
