import { defineProblems } from '../../kernel/problem.ts'

export const studiosProblems = defineProblems({
  slug_taken: { status: 409, title: { ru: 'Этот адрес уже занят', en: 'This address is taken' } },
  slug_reserved: { status: 422, title: { ru: 'Этот адрес занят платформой', en: 'This address is reserved' } },
  invitation_for_other: {
    status: 403,
    title: { ru: 'Приглашение отправлено на другую почту', en: 'The invitation was sent to another e-mail' },
  },
  kept_out: {
    status: 403,
    title: {
      ru: 'Студия закрыла вам доступ. Если это ошибка, напишите или позвоните ей',
      en: 'The studio has closed your access. If this is a mistake, write to it or call it',
    },
  },
  seats_exhausted: {
    status: 403,
    title: {
      ru: 'По тарифу в студии работает не больше людей, чем {limit}. Закройте кому-нибудь доступ или смените тариф в разделе «Подписка»',
      en: 'The plan has seats for {limit}. Close somebody’s access, or change the plan under Subscription',
    },
  },
  owner_stays: {
    status: 422,
    title: { ru: 'Владелец остаётся владельцем', en: 'The owner stays the owner' },
  },
  set_name_taken: {
    status: 409,
    title: { ru: 'Набор с таким названием уже есть', en: 'There is a set with this name' },
  },
  set_for_staff: {
    status: 422,
    title: { ru: 'Наборы прав дают только сотрудникам', en: 'Sets of permissions are for staff only' },
  },
  set_unknown: { status: 422, title: { ru: 'Такого набора прав нет', en: 'There is no such set of permissions' } },
  set_beyond_yours: {
    status: 403,
    title: {
      ru: 'В этом наборе есть права, которых нет у вас: дать его может только владелец',
      en: 'This set has permissions that you lack: only the owner gives it',
    },
  },
  access_of_superior: {
    status: 403,
    title: { ru: 'Доступ этого человека меняет владелец', en: 'Only the owner changes this person’s access' },
  },
  unknown_permission: { status: 422, title: { ru: 'Такого права нет', en: 'There is no such permission' } },
  terms_reason_required: {
    status: 422,
    title: { ru: 'Напишите, почему доля этого человека своя', en: 'Say why this person’s share is their own' },
  },
  performer_unknown: {
    status: 422,
    title: { ru: 'Такого исполнителя в студии нет', en: 'The studio has no such performer' },
  },
})
