import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from '@tanstack/react-router'
import { Choose } from './Choose.tsx'
import { Lost } from './Lost.tsx'
import { screenModules } from './modules.ts'
import { Studio } from './Studio.tsx'

const root = createRootRoute({
  component: Outlet,
  notFoundComponent: () => (
    <main>
      <Lost />
    </main>
  ),
})
const choose = createRoute({ getParentRoute: () => root, path: '/', component: Choose })
const begin = createRoute({
  getParentRoute: () => root,
  path: '/new',
  component: lazyRouteComponent(() => import('../../modules/subscriptions/screens/Checkout.tsx')),
})
const account = createRoute({
  getParentRoute: () => root,
  path: '/account',
  component: lazyRouteComponent(() => import('../../modules/identity/screens/AccountPage.tsx')),
})
const ownWallet = createRoute({
  getParentRoute: () => root,
  path: '/account/wallet',
  component: lazyRouteComponent(() => import('../../modules/ledger/screens/OwnWalletPage.tsx')),
})
const studio = createRoute({ getParentRoute: () => root, path: '/$studio', component: Studio })
const home = createRoute({
  getParentRoute: () => studio,
  path: '/',
  component: lazyRouteComponent(() => import('../../modules/studios/screens/today/Home.tsx')),
})
const screens = screenModules.flatMap((module) =>
  module.routes.map((route) => {
    const { permission = module.nav.find(({ to }) => to === route.path)?.permission } = route
    const component = lazyRouteComponent(route.load)
    return createRoute({ getParentRoute: () => studio, path: route.path, component, staticData: { permission } })
  }),
)

// Screens come from the modules: links name them by what stands after the studio.
const elsewhere = createRoute({ getParentRoute: () => studio, path: '$', component: Lost })

/** Addresses of the app: `/app`, `/app/new`, `/app/account`, `/app/account/wallet`, `/app/<studio>/<screen>`. */
export const router = createRouter({
  routeTree: root.addChildren([choose, begin, account, ownWallet, studio.addChildren([home, elsewhere, ...screens])]),
  basepath: '/app',
  defaultPreload: 'intent',
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
  interface StaticDataRouteOption {
    /** What a screen of a studio asks of the profile. */
    permission?: string | undefined
  }
}
