/**
 * The modules that show something in the app. To add one:
 * - export a `ScreenModule` from its `screens/screens.ts` (not from `screens/index.ts`, which is for what other modules'
 *   screens use) and list it here: entries of the rail with the permission they need, routes whose screens are loaded
 *   when they are opened, and, where there are any, `actions` and `find` for the command palette;
 * - put its words into `src/web/messages/{ru,en}/<module>.json` and name the file in `project.inlang/settings.json`;
 *   they are functions then: `m.people_title()`;
 * - a screen is a component with a default export, made of the parts in `web/ui`; it knows its studio by
 *   `useProfile()`, what it may by `useMay('people.manage')`, and asks the API by `call('GET /api/…', …)`, typed after
 *   `npm run api:generate`.
 */
import { ledgerScreens } from '../../modules/ledger/screens/screens.ts'
import { messagingScreens } from '../../modules/messaging/screens/screens.ts'
import { notificationsScreens } from '../../modules/notifications/screens/screens.ts'
import { recordingScreens } from '../../modules/recording/screens/screens.ts'
import { schedulingScreens } from '../../modules/scheduling/screens/screens.ts'
import { studiosScreens, todayScreens } from '../../modules/studios/screens/screens.ts'
import { subscriptionsScreens } from '../../modules/subscriptions/screens/screens.ts'
import type { ScreenModule } from './screen-module.ts'

export const screenModules: readonly ScreenModule[] = [
  todayScreens,
  schedulingScreens,
  recordingScreens,
  messagingScreens,
  ledgerScreens,
  studiosScreens,
  subscriptionsScreens,
  notificationsScreens,
]
