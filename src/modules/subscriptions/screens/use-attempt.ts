import { useQuery } from '@tanstack/react-query'
import { call } from '../../../web/app/client.ts'

const LOOK_MS = 1_500
/** As long as one waits for the bank with open eyes; later it is told of by the live feed and a notice. */
const LOOKS = 40

/** How the payment that one comes back from stands; looked at again while the bank is silent. Nothing for no payment. */
export function useAttempt(attempt: string | undefined) {
  const payment = useQuery({
    queryKey: ['payment-attempt', attempt],
    queryFn: () => call('GET /api/payment-attempts/{attempt}', { path: { attempt: attempt ?? '' } }),
    enabled: Boolean(attempt),
    refetchInterval: ({ state }) =>
      state.data?.state === 'pending' && state.dataUpdateCount < LOOKS ? LOOK_MS : false,
  })
  return payment.data?.state
}
