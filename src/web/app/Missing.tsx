import { useQuery } from '@tanstack/react-query'
import { m } from '../generated/messages/messages.js'
import { Bones } from '../ui/index.ts'
import { ApiProblem, call } from './client.ts'
import { Lost, Nowhere } from './Lost.tsx'
import { OwnWalletLink } from './own-money.tsx'

/** A studio where I have no profile to act as: there is none, or the platform has closed it, which it says (P20). */
export function Missing({ studio }: { studio: string }) {
  const asked = useQuery({
    queryKey: ['studio', studio, 'public'],
    queryFn: () => call('GET /api/studios/{studio}/public', { path: { studio } }),
    retry: false,
  })
  if (asked.isPending) return <Bones />
  const closed = asked.error instanceof ApiProblem && asked.error.code === 'studio_blocked'
  return (
    <main>
      {closed ? (
        <Nowhere title={m.closed_title()} lead={m.closed_lead()}>
          <OwnWalletLink />
        </Nowhere>
      ) : (
        <Lost />
      )}
    </main>
  )
}
