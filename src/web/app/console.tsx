import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type RouteComponent,
  RouterProvider,
} from '@tanstack/react-router'
import { Console } from '../../modules/audit/screens/Console.tsx'
import { Lost } from './Lost.tsx'
import { mount } from './mount.tsx'

const root = createRootRoute({ component: Console, notFoundComponent: Lost })
const page = (path: string, load: () => Promise<{ default: RouteComponent }>) =>
  createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load) })

/** The operator's console: `/console`, `/console/audit`, … Each page is loaded when it is opened. */
const router = createRouter({
  routeTree: root.addChildren([
    page('/', () => import('../../modules/audit/screens/DashboardPage.tsx')),
    page('/audit', () => import('../../modules/audit/screens/EventsPage.tsx')),
    page('/queue', () => import('../../modules/audit/screens/QueuePage.tsx')),
    page('/studios', () => import('../../modules/audit/screens/StudiosPage.tsx')),
    page('/accounts', () => import('../../modules/audit/screens/AccountsPage.tsx')),
    page('/leads', () => import('../../modules/audit/screens/LeadsPage.tsx')),
    page('/money', () => import('../../modules/audit/screens/WalletsPage.tsx')),
    page('/money/transfers', () => import('../../modules/audit/screens/TransfersPage.tsx')),
    page('/money/payouts', () => import('../../modules/audit/screens/PayoutsPage.tsx')),
    page('/money/holds', () => import('../../modules/audit/screens/HoldsPage.tsx')),
    page('/money/commission', () => import('../../modules/audit/screens/CommissionPage.tsx')),
    page('/money/reconciliation', () => import('../../modules/audit/screens/ReconciliationPage.tsx')),
    page('/disputes', () => import('../../modules/audit/screens/DisputesPage.tsx')),
    page('/disputes/$dispute', () => import('../../modules/audit/screens/DisputePage.tsx')),
    page('/chain', () => import('../../modules/audit/screens/ChainPage.tsx')),
  ]),
  basepath: '/console',
  defaultPreload: 'intent',
})

mount(<RouterProvider router={router} />)
