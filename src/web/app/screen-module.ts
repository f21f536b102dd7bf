import type { Icon } from '@tabler/icons-react'
import type { ComponentType } from 'react'

/** A place in the rail. */
export interface NavEntry {
  /** Path after the studio: `people`. */
  to: string
  label: () => string
  icon: Icon
  /** Shown only to whom the permission is given; to every profile without it. */
  permission?: string
  /** What stands behind the label: how much is new. */
  Badge?: ComponentType
  /** Among the few on a phone's bottom bar. */
  onPhone?: true
}

/** A screen of the app, loaded when it is opened. */
export interface ScreenRoute {
  /** Path after the studio, in TanStack Router's form: `people`, `projects/$project`. */
  path: string
  load: () => Promise<{ default: ComponentType }>
}

/** What a module shows in the app: given by its `screens/index.ts`, listed in `modules.ts`. */
export interface ScreenModule {
  name: string
  nav: readonly NavEntry[]
  routes: readonly ScreenRoute[]
}
