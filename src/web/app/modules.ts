/**
 * The modules that show something in the app. To add one: export a `ScreenModule` from its `screens/screens.ts`, list it
 * here, and put its words into `src/web/messages/{ru,en}/<module>.json`, named in `project.inlang/settings.json`. A
 * screen is a component with a default export; it reads the studio by `useStudio()` and asks the API by `call()`.
 */
import { ledgerScreens } from '../../modules/ledger/screens/screens.ts'
import { notificationsScreens } from '../../modules/notifications/screens/screens.ts'
import { studiosScreens } from '../../modules/studios/screens/screens.ts'
import type { ScreenModule } from './screen-module.ts'

export const screenModules: readonly ScreenModule[] = [ledgerScreens, studiosScreens, notificationsScreens]
