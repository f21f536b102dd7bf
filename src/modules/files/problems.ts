import { defineProblems } from '../../kernel/problem.ts'
import { uploadProblems } from '../../kernel/storage/index.ts'

export const fileProblems = defineProblems({
  ...uploadProblems,
  original_locked: {
    status: 403,
    title: {
      ru: 'Оригинал хранится у нас и откроется после оплаты или завершения. Пока доступно превью',
      en: 'The original is in safe keeping until payment or completion. A preview is available',
    },
  },
  preview_not_ready: {
    status: 404,
    title: { ru: 'Превью ещё готовится', en: 'The preview is still being made' },
  },
  no_such_preview: {
    status: 404,
    title: { ru: 'У такого файла нет превью', en: 'There is no preview of such a file' },
  },
  range_not_satisfiable: {
    status: 416,
    title: { ru: 'В файле нет таких байтов', en: 'The file has no such bytes' },
  },
  file_already_attached: {
    status: 409,
    title: { ru: 'Этот файл уже к чему-то приложен', en: 'This file already belongs to something' },
  },
  storage_quota_exceeded: {
    status: 403,
    title: {
      ru: 'Место по тарифу кончилось: занято {usedGib} из {limitGib} ГБ. Больше места — на тарифе выше, в разделе «Подписка»',
      en: 'The storage of the plan is used up: {usedGib} of {limitGib} GB. Larger plans are under Subscription',
    },
  },
})
