import { MantineProvider } from '@mantine/core'
import '@mantine/core/styles.css'
import { MutationCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { overwriteGetLocale } from '../generated/messages/runtime.js'
import { OfflineBanner } from '../ui/OfflineBanner.tsx'
import { Toasts } from '../ui/toast.tsx'
import { ApiProblem } from './client.ts'
import { theme, variables } from './theme.ts'
import './app.css'

overwriteGetLocale(() => (document.documentElement.lang === 'en' ? 'en' : 'ru'))

/** A session that ended leads to the door; what is wrong otherwise is the screen's to say. */
function onError(error: Error): void {
  if (error instanceof ApiProblem && error.status === 401) {
    location.assign(`/sign-in?to=${encodeURIComponent(location.pathname)}`)
  }
}

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (count, error) => count < 2 && error instanceof ApiProblem && (error.status === 0 || error.status >= 500),
      throwOnError: (error) => {
        onError(error)
        return false
      },
    },
  },
  mutationCache: new MutationCache({ onError }),
})

/** Puts an app into its page: the look, the queries, and what is given. */
export function mount(children: ReactNode): void {
  const place = document.getElementById('app')
  if (!place) return
  const nonce = place.dataset.nonce ?? ''
  // Where the part that keeps the page from scrolling behind a dialog looks for it: it brings a style element of its own.
  Object.assign(globalThis, { __webpack_nonce__: nonce })
  createRoot(place).render(
    <StrictMode>
      <MantineProvider theme={theme} cssVariablesResolver={variables} getStyleNonce={() => nonce}>
        <QueryClientProvider client={queries}>
          <OfflineBanner onBack={() => void queries.invalidateQueries()} />
          {children}
          <Toasts />
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  )
}
