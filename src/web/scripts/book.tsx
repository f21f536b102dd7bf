import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Book } from '../../modules/scheduling/screens/book/Book.tsx'
import { type Place, PlaceProvider } from '../../modules/scheduling/screens/book/place.ts'
import { actAs } from '../app/client.ts'
import { overwriteGetLocale } from '../generated/messages/runtime.js'

overwriteGetLocale(() => (document.documentElement.lang === 'en' ? 'en' : 'ru'))

/** The booking page's live part: what the server wrote into the page, put on its place. */
const root = document.getElementById('book')
if (root) {
  const place: Place = JSON.parse(root.dataset.place ?? '{}')
  if (place.client) actAs(place.client)
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider
        client={
          new QueryClient({
            defaultOptions: {
              queries: { retry: 1 },
              // Without a connection it fails at once and says so: it does not happen by itself a while later.
              mutations: { networkMode: 'always' },
            },
          })
        }
      >
        <PlaceProvider value={place}>
          <Book />
        </PlaceProvider>
      </QueryClientProvider>
    </StrictMode>,
  )
}
