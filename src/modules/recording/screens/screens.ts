import { IconChartPie2, IconDisc } from '@tabler/icons-react'
import type { ScreenModule } from '../../../web/app/screen-module.ts'
import { m } from '../../../web/generated/messages/messages.js'

/** Projects: the list, and the screen on which the work is done (R6–R19). */
export const recordingScreens: ScreenModule = {
  name: 'recording',
  nav: [
    { to: 'projects', label: m.projects_title, icon: IconDisc, permission: 'projects.read', onPhone: true },
    { to: 'shares', label: m.terms_title, icon: IconChartPie2, permission: 'terms.read' },
  ],
  routes: [
    { path: 'projects', load: () => import('./ProjectsPage.tsx') },
    { path: 'shares', load: () => import('./TermsPage.tsx') },
    { path: 'projects/$project', load: () => import('./ProjectPage.tsx') },
  ],
}
