import { useQuery } from '@tanstack/react-query'
import { brandStyle } from '../brand.ts'
import { call } from './client.ts'

/** The studio's own colour in place of amber, in its readable shades, while one works there. */
export function BrandColour({ studio }: { studio: string }) {
  const shown = useQuery({
    queryKey: ['studio colour', studio],
    queryFn: () => call('GET /api/studios/{studio}/public', { path: { studio } }),
    staleTime: 300_000,
  })
  if (!shown.data) return null
  const nonce = document.getElementById('app')?.dataset.nonce
  return <style nonce={nonce}>{brandStyle(shown.data.colour)}</style>
}
