import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { call } from '../../../../web/app/client.ts'
import type { Api } from '../../../../web/generated/api.ts'

export type GatewayPayment =
  Api['GET /api/studios/{studio}/bookings/{booking}/gateway-payments']['answer']['items'][number]

/** How often it is asked while the bank owes an answer, beside the live feed: in case the line is lost. */
const ASK_AGAIN_MS = 10_000
/** For how long a refusal is still news. */
const NEWS_MS = 60 * 60_000

/**
 * How the newest payment for a booking through the gateway stands: the one that the bank has not answered, or that it
 * has refused just now. When an answer comes, what shows the booking asks again.
 */
export function useGatewayPayments(studio: string, booking: string, enabled: boolean) {
  const queries = useQueryClient()
  const payments = useQuery({
    queryKey: ['gateway-payments', studio, booking],
    queryFn: () => call('GET /api/studios/{studio}/bookings/{booking}/gateway-payments', { path: { studio, booking } }),
    enabled,
    refetchInterval: ({ state }) => (pendingOf(state.data?.items) ? ASK_AGAIN_MS : false),
  })
  const pending = pendingOf(payments.data?.items)
  const pendingId = pending?.id
  useEffect(() => {
    if (!pendingId) return
    return () => {
      for (const key of ['booking', 'bookings', 'schedule', 'wallets'])
        void queries.invalidateQueries({ queryKey: [key] })
    }
  }, [pendingId, queries])
  const newest = payments.data?.items[0]
  const refused = newest?.state === 'failed' && Date.parse(newest.answeredAt ?? '') > Date.now() - NEWS_MS
  return { pending, refused, refetch: payments.refetch, isPending: enabled && payments.isPending }
}

function pendingOf(items: readonly GatewayPayment[] | undefined): GatewayPayment | undefined {
  return items?.find(({ state }) => state === 'pending')
}
