import { z } from 'zod'
import { defineEvent } from '../../kernel/events/event.ts'
import { defineNotice, type NoticeTemplate } from '../../kernel/events/notices.ts'
import { ROLES } from '../../kernel/policy.ts'

const role = z.enum(ROLES)

export const studioCreated = defineEvent('studio.created', z.object({ slug: z.string(), name: z.string() }), 'staff')
export const studioChanged = defineEvent('studio.changed', z.object({}), 'staff')
export const siteChanged = defineEvent('site.changed', z.object({}), 'staff')
/** The operator closed the studio, or opened it again (P20). */
export const studioBlocked = defineEvent('studio.blocked', z.object({ reason: z.string() }), 'staff')
export const studioUnblocked = defineEvent('studio.unblocked', z.object({ reason: z.string() }), 'staff')
/** A person has a profile in the studio now. */
export const memberRegistered = defineEvent('member.registered', z.object({ role, displayName: z.string() }), 'staff')
export const memberChanged = defineEvent('member.changed', z.object({ displayName: z.string() }), 'staff')
export const memberInvited = defineEvent(
  'member.invited',
  z.object({ role, email: z.string(), displayName: z.string() }),
  'staff',
)
export const invitationAccepted = defineEvent(
  'invitation.accepted',
  z.object({ role, displayName: z.string() }),
  'staff',
)
export const invitationWithdrawn = defineEvent('invitation.withdrawn', z.object({ email: z.string() }), 'staff')
export const profileSwitched = defineEvent('profile.switched', z.object({ role }), 'person')
export const permissionsChanged = defineEvent('permissions.changed', z.object({ name: z.string() }), 'staff')
/** A set of permissions is no more; its members had it. */
export const permissionSetRemoved = defineEvent(
  'permissions.removed',
  z.object({ name: z.string(), members: z.array(z.uuid()) }),
  'staff',
)
export const sharingTermsSet = defineEvent(
  'sharing_terms.set',
  z.object({ membershipId: z.uuid().nullable(), bps: z.int(), reason: z.string() }),
  'leads',
)

export const studiosNotices: readonly NoticeTemplate[] = [
  defineNotice(studioCreated, {
    ...{ topic: 'studio', label: { ru: 'Студия открыта', en: 'Studio opened' } },
    ...{ to: { kind: 'role', role: 'owner' }, actorToo: true, link: () => '/today' },
    title: { ru: 'Студия «{name}» открыта', en: 'The studio “{name}” is open' },
    body: {
      ru: 'Осталось рассказать о залах и услугах и позвать людей',
      en: 'Next: your rooms, your services and your people',
    },
  }),
  defineNotice(studioBlocked, {
    ...{ topic: 'studio', label: { ru: 'Студия закрыта платформой', en: 'Studio closed by the platform' } },
    to: { kind: 'role', role: 'owner' },
    title: { ru: 'Платформа закрыла студию «{studio}»', en: 'The platform has closed the studio “{studio}”' },
    body: {
      ru: 'Причина: {reason}. Сайт закрыт, записи не принимаются; данные и деньги на месте, подписка не списывается и её дни не идут.',
      en: 'The reason: {reason}. The site is closed and takes no bookings; data and money are where they were, the subscription is not charged and no paid day passes.',
    },
  }),
  defineNotice(studioUnblocked, {
    ...{ topic: 'studio', label: { ru: 'Студия снова открыта', en: 'Studio open again' } },
    to: { kind: 'role', role: 'owner' },
    title: { ru: 'Студия «{studio}» снова открыта', en: 'The studio “{studio}” is open again' },
    body: { ru: '{reason}', en: '{reason}' },
  }),
  defineNotice(memberRegistered, {
    topic: 'team',
    label: { ru: 'Новый клиент', en: 'New client' },
    to: { kind: 'permission', permission: 'people.manage' },
    title: { ru: 'Новый клиент: {displayName}', en: 'New client: {displayName}' },
    link: () => '/people',
    when: (payload) => payload.role === 'client',
  }),
  defineNotice(invitationAccepted, {
    topic: 'team',
    label: { ru: 'Приглашение принято', en: 'Invitation accepted' },
    to: { kind: 'permission', permission: 'people.manage' },
    title: { ru: '{displayName} теперь в студии', en: '{displayName} has joined the studio' },
    link: () => '/people',
  }),
  defineNotice(sharingTermsSet, {
    ...{ topic: 'payments', label: { ru: 'Условия разделения', en: 'Revenue sharing' } },
    to: { kind: 'members', of: (payload) => [payload.membershipId] },
    forStaff: true,
    title: { ru: 'Ваша доля теперь {share} %', en: 'Your share is now {share} %' },
    body: { ru: '{reason}', en: '{reason}' },
    values: ({ bps }) => ({ share: bps / 100 }),
    link: () => '/wallet',
  }),
]
