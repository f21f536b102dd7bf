import { defineProblems } from '../../kernel/problem.ts'

export const subscriptionsProblems = defineProblems({
  no_trial: { status: 422, title: { ru: 'У этого тарифа нет пробного срока', en: 'This plan has no trial' } },
  trial_used: {
    status: 409,
    title: {
      ru: 'Пробный период у вас уже был. Чтобы открыть ещё одну студию, оплатите тариф',
      en: 'You have had your trial already. To open another studio, pay for a plan',
    },
  },
  nothing_due: {
    status: 422,
    title: { ru: 'Следующий период уже оплачен', en: 'The next period is paid for already' },
  },
  same_plan: { status: 422, title: { ru: 'Это и есть ваш тариф', en: 'This is your plan already' } },
  plan_too_small: {
    status: 422,
    title: {
      ru: 'В студии больше, чем позволяет этот тариф: {has} при пределе {limit}. Освободите лишнее и попробуйте снова',
      en: 'The studio has more than this plan allows: {has}, with a limit of {limit}. Free what is too much and try again',
    },
  },
  charge_under_way: {
    status: 409,
    title: {
      ru: 'Прямо сейчас идёт списание. Подождите минуту и обновите страницу',
      en: 'A charge is under way right now. Wait a minute and reload',
    },
  },
})
