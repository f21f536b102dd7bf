import { IconDisc } from '@tabler/icons-react'
import type { ScreenModule } from '../../../web/app/screen-module.ts'
import { m } from '../../../web/generated/messages/messages.js'

/** Projects: the list, and the screen on which the work is done (R6–R19). */
export const recordingScreens: ScreenModule = {
  name: 'recording',
  nav: [{ to: 'projects', label: m.projects_title, icon: IconDisc, permission: 'projects.read', onPhone: true }],
  routes: [
    { path: 'projects/ratings', load: () => import('./OwnRatingsPage.tsx'), permission: 'projects.work' },
    { path: 'projects/sums', load: () => import('./ProjectSumsPage.tsx'), permission: 'money.read' },
    { path: 'projects', load: () => import('./ProjectsPage.tsx') },
    {
      path: 'projects/$project/settings',
      load: () => import('./ProjectSettingsPage.tsx'),
      permission: 'projects.read',
    },
    { path: 'settings/projects', load: () => import('./ProjectTermsPage.tsx'), permission: 'projects.manage' },
    { path: 'projects/$project', load: () => import('./ProjectPage.tsx'), permission: 'projects.read' },
  ],
  actions: [
    { to: 'projects/ratings', label: m.ratings_title, permission: 'projects.work' },
    { to: 'projects?open=new', label: m.projects_new, permission: 'projects.open' },
    { to: 'projects/sums', label: m.sums_title, permission: 'money.read' },
  ],
}
