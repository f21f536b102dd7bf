/**
 * Studios: the tenant, its site, and the people in it.
 *
 * A **studio** is the tenant. A **membership** is a person's profile and role in one studio; the same person may hold
 * several, there and elsewhere. A **permission set** is what the owner grants to staff beyond their role. An
 * **invitation** is a way in by mail. A **site** is the studio's public address. The **revenue-sharing terms** say which
 * share of the work is whose, and since when.
 *
 * Never: a row of one studio seen from another, or whether a person is known there (P7); a right that the screen grants
 * and the server does not check (P6); a profile without an account that proved its e-mail.
 */
import './tables.ts'
import type { Module } from '../../kernel/module.ts'
import { studiosNotices } from './events.ts'
import { studiosFigures } from './figures.ts'
import { studiosPermissions } from './policy.ts'
import { studiosProblems } from './problems.ts'
import { studioBlockRoutes } from './routes/block.ts'
import { invitationRoutes } from './routes/invitations.ts'
import { meRoutes } from './routes/me.ts'
import { peopleRoutes } from './routes/people.ts'
import { permissionSetRoutes } from './routes/permission-sets.ts'
import { registrationRoutes } from './routes/registrations.ts'
import { sharingTermsRoutes } from './routes/sharing-terms.ts'
import { studioRoutes } from './routes/studio.ts'

export { blockStudio, unblockStudio } from './block.ts'
export { brandPictureSchema } from './brand-picture.ts'
export { createStudio, type NewStudio, refuseTakenSlug } from './create-studio.ts'
export { dressStudio } from './dress-studio.ts'
export { memberChanged, memberRegistered, studioBlocked, studioCreated, studioUnblocked } from './events.ts'
export { everyStudio } from './every-studio.ts'
export { countStaff, type StudioLimits, setStudioLimits } from './limits.ts'
export { join } from './membership.ts'
export { findPeople, findStudio, ownProfiles, type Person } from './people.ts'
export { principalLoader } from './principal.ts'
export { makeStudioReadOnly, reopenStudio } from './read-only.ts'
export { type PerformerShare, setSharingTerms, sharesOf, termsInForce } from './sharing-terms.ts'
export { publicTeam, siteShows } from './site.ts'
export { type BrandPicture, memberships, revenueSharingTerms, studios, type Words } from './tables.ts'

export const studiosModule: Module = {
  name: 'studios',
  figures: studiosFigures,
  migrations: new URL('./migrations/', import.meta.url),
  routes: (app, services) => {
    registrationRoutes(app, services)
    meRoutes(app, services)
    invitationRoutes(app, services)
    peopleRoutes(app)
    permissionSetRoutes(app, services)
    studioRoutes(app)
    sharingTermsRoutes(app)
    studioBlockRoutes(app)
  },
  problems: studiosProblems,
  permissions: studiosPermissions,
  notices: studiosNotices,
}
