import type { Check } from './check.ts'
import type { AnyHandler } from './events/handlers.ts'
import type { NoticeTemplate } from './events/notices.ts'
import type { Figure } from './figures.ts'
import type { Settlement } from './gateway/settlement.ts'
import type { App } from './http/types.ts'
import type { Schedule, Task } from './jobs/jobs.ts'
import type { PermissionCatalogue } from './policy.ts'
import type { ProblemCatalogue } from './problem.ts'
import type { Services } from './services.ts'

/** One part of the business, as `app.ts` puts it together. A module's `index.ts` exports one of these. */
export interface Module {
  /** The folder's name. */
  name: string
  /** Folder of the module's own migrations; absent when it stores nothing. */
  migrations?: URL
  /** What can be asked of it over HTTP. */
  routes?(app: App, services: Services): void
  /** What it does when others announce. */
  handlers?: readonly AnyHandler[] | ((services: Services) => readonly AnyHandler[])
  /** What it says of its events, and to whom (P14–P16). */
  notices?: readonly NoticeTemplate[]
  /** What it does when money for one of its purposes has come in, by purpose. */
  settlements?: Readonly<Record<string, Settlement>>
  /** What it does in the background. */
  tasks?(services: Services): readonly Task[]
  /** What goes on for as long as a worker runs (listening to the bot); given back is what ends it. */
  background?(services: Services): { stop(): Promise<void> }
  /** What it does by the clock. */
  schedules?: readonly Schedule[]
  /** What must hold of its data whatever happened: run by `verify` and every night. */
  checks?: readonly Check[]
  /** What it shows on the operator's dashboard (P19). */
  figures?: readonly Figure[]
  /** The problems that it answers with. */
  problems?: ProblemCatalogue
  /** The permissions that it declares, and which roles have them. */
  permissions?: PermissionCatalogue
}
