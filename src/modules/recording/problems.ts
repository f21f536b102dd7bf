import { defineProblems } from '../../kernel/problem.ts'

export const recordingProblems = defineProblems({
  project_closed: {
    status: 409,
    title: { ru: 'Проект уже не в работе', en: 'The project is no longer under way' },
  },
  offer_closed: {
    status: 409,
    title: { ru: 'На это предложение уже ответили или его срок прошёл', en: 'This offer was answered or has expired' },
  },
  own_offer: {
    status: 422,
    title: { ru: 'Ответить должна другая сторона', en: 'The other side has to answer' },
  },
  client_unknown: { status: 422, title: { ru: 'Такого клиента в студии нет', en: 'The studio has no such client' } },
  file_missing: {
    status: 422,
    title: { ru: 'Сначала загрузите файл', en: 'Upload the file first' },
  },
  hash_differs: {
    status: 409,
    title: { ru: 'Принять можно только то, что вы слышали', en: 'Only what was heard can be approved' },
  },
  version_judged: {
    status: 409,
    title: { ru: 'Эту версию уже приняли', en: 'This version was approved already' },
  },
  revisions_used: {
    status: 409,
    title: {
      ru: 'Все правки по предложению сделаны: {included}. Следующая оплачивается отдельно',
      en: 'All included revisions are used: {included}. One more is paid separately',
    },
  },
  round_unpaid: {
    status: 409,
    title: {
      ru: 'Все правки по предложению сделаны: {included}. Ещё один круг нужно оплатить',
      en: 'All included revisions are used: {included}. One more has to be paid for',
    },
  },
  rounds_left: {
    status: 409,
    title: { ru: 'Круги правок ещё остались: {left}', en: 'There are rounds of changes left: {left}' },
  },
  nothing_bought: {
    status: 409,
    title: { ru: 'В проекте ещё ничего не оплачено', en: 'Nothing was paid in this project yet' },
  },
  own_work: {
    status: 409,
    title: { ru: 'Свою работу не оценивают', en: 'One’s own work is not one’s own to rate' },
  },
  rating_reason_required: {
    status: 422,
    title: { ru: 'Скажите, что было не так', en: 'Say what was wrong' },
  },
  rated_already: { status: 409, title: { ru: 'Вы уже оценили эту версию', en: 'You have rated this version' } },
  no_performer: { status: 422, title: { ru: 'У этой работы нет исполнителя', en: 'This work has no performer' } },
  deliverable_taken: {
    status: 409,
    title: { ru: 'Материал с таким названием уже есть', en: 'There is a deliverable with this title' },
  },
})
