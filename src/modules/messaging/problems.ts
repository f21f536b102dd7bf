import { defineProblems } from '../../kernel/problem.ts'

export const messagingProblems = defineProblems({
  message_id_reused: {
    status: 422,
    title: { ru: 'Этот номер сообщения уже занят другим', en: 'This message id was used for another message' },
  },
  message_empty: {
    status: 422,
    title: { ru: 'Напишите что-нибудь или приложите файл', en: 'Write something or attach a file' },
  },
  message_not_yours: {
    status: 403,
    title: { ru: 'Менять можно только своё сообщение', en: 'You can only change your own message' },
  },
  canned_reply_taken: {
    status: 409,
    title: { ru: 'Ответ с таким названием уже есть', en: 'There is a reply with this title' },
  },
})
