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
  /** Who has it not is told so; without one, what the place in the rail with this path asks for. */
  permission?: string
}

/** A deed that the command palette offers: it leads to where it is done. */
export interface PaletteAction {
  /** Path after the studio, with what opens the form: `people?invite=1`. */
  to: string
  label: () => string
  permission?: string
}

/** Something that a module's search found for the command palette. */
export interface Found {
  id: string
  label: string
  note?: string
  /** Path after the studio. */
  to: string
}

/** What the command palette asks when somebody types. */
interface Finder {
  permission?: string
  search: (query: string, studio: string) => Promise<readonly Found[]>
}

/** What a module shows in the app: given by its `screens/screens.ts`, listed in `modules.ts`. */
export interface ScreenModule {
  name: string
  nav: readonly NavEntry[]
  routes: readonly ScreenRoute[]
  actions?: readonly PaletteAction[]
  find?: Finder
}
