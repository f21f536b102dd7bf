import { defineProblems } from '../../kernel/problem.ts'

export const schedulingProblems = defineProblems({
  slot_taken: {
    status: 409,
    title: { ru: 'Это время только что заняли. Выберите другое', en: 'This time was just taken. Pick another' },
  },
  closed_then: {
    status: 409,
    title: { ru: 'В это время студия закрыта', en: 'The studio is closed at this time' },
  },
  too_soon: {
    status: 422,
    title: {
      ru: 'Слишком скоро: студии нужно знать за {minutes} мин',
      en: 'Too soon: the studio needs {minutes} minutes of notice',
    },
  },
  too_far: {
    status: 422,
    title: { ru: 'Так далеко вперёд не записывают: только на {days} дн.', en: 'Only {days} days ahead can be booked' },
  },
  off_step: {
    status: 422,
    title: {
      ru: 'Начать можно только по сетке времени студии',
      en: 'Sessions begin on the studio’s steps of the clock',
    },
  },
  length_not_offered: {
    status: 422,
    title: {
      ru: 'Эту услугу записывают на {least}–{most} мин',
      en: 'This service is booked for {least} to {most} minutes',
    },
  },
  not_bookable: {
    status: 422,
    title: {
      ru: 'На эту услугу не записываются: напишите студии',
      en: 'This service has no time to book: write to the studio',
    },
  },
  price_changed: {
    status: 409,
    title: { ru: 'Цена изменилась. Посмотрите ещё раз', en: 'The price has changed. Look again' },
  },
  too_many_holds: {
    status: 409,
    title: {
      ru: 'Неоплаченных записей у вас уже {count}. Оплатите или отпустите их',
      en: 'You have {count} unpaid bookings already. Pay for them or let them go',
    },
  },
  too_many_visitor_holds: {
    status: 409,
    title: {
      ru: 'Неоплаченных записей с вашего адреса уже {count}. Войдите или подождите несколько минут',
      en: 'There are {count} unpaid bookings from your address already. Sign in, or wait a few minutes',
    },
  },
  hold_lapsed: {
    status: 409,
    title: { ru: 'Время, которое за вами держали, вышло', en: 'The time for which this was kept is over' },
  },
  hold_released: {
    status: 409,
    title: { ru: 'Это время вы отпустили. Выберите другое', en: 'You have let this time go. Pick another' },
  },
  booking_changed: {
    status: 409,
    title: { ru: 'С этой записью уже что-то сделали. Обновите', en: 'This booking has changed meanwhile. Reload' },
  },
  payment_under_way: {
    status: 409,
    title: {
      ru: 'Оплата уже начата: банк ещё не ответил. Вернитесь на его страницу или подождите',
      en: 'A payment has begun and the bank has not answered yet. Go back to its page, or wait',
    },
  },
  nothing_to_pay: { status: 409, title: { ru: 'Всё уже оплачено', en: 'Everything is paid already' } },
  move_too_late: {
    status: 409,
    title: {
      ru: 'Перенести самому уже нельзя: напишите студии',
      en: 'It is too late to move it yourself: write to the studio',
    },
  },
  no_longer_offered: {
    status: 409,
    title: {
      ru: 'В таком виде это больше не предлагают: перенести может студия в своём расписании',
      en: 'It is no longer offered as it was booked: the studio can move it in its schedule',
    },
  },
  move_unpaid: {
    status: 409,
    title: {
      ru: 'Это время дороже: сначала доплатите',
      en: 'This time costs more: pay the difference first',
    },
  },
  past_start: {
    status: 422,
    title: { ru: 'Сеанс нельзя перенести в прошлое', en: 'A session cannot be moved into the past' },
  },
  not_yet: { status: 409, title: { ru: 'Ещё рано: сеанс не начался', en: 'Too early: the session has not begun' } },
  moment_too_far: {
    status: 422,
    title: { ru: 'Не дальше двух лет от сегодняшнего дня', en: 'Within two years of today' },
  },
  year_out_of_range: { status: 422, title: { ru: 'Проверьте год', en: 'Check the year' } },
  resource_unknown: {
    status: 422,
    title: { ru: 'Такого зала или человека нет', en: 'There is no such room or person' },
  },
  resource_in_use: {
    status: 409,
    title: { ru: 'Впереди есть записи: сначала перенесите их', en: 'There are bookings ahead: move them first' },
  },
  person_taken: {
    status: 409,
    title: { ru: 'Этот человек уже есть в расписании', en: 'This person is in the schedule already' },
  },
  booking_client_unknown: {
    status: 422,
    title: { ru: 'Такого клиента в студии нет', en: 'The studio has no such client' },
  },
  person_needed: { status: 422, title: { ru: 'Выберите человека из команды', en: 'Choose somebody of the team' } },
  title_needed: {
    status: 422,
    title: { ru: 'Назовите хотя бы на одном языке', en: 'Give it a name in one language at least' },
  },
  price_needed: { status: 422, title: { ru: 'Укажите цену больше нуля', en: 'Give a price above zero' } },
  hours_half: { status: 422, title: { ru: 'Укажите и начало, и конец', en: 'Give both the opening and the closing' } },
  length_reversed: {
    status: 422,
    title: { ru: 'Не меньше наименьшей длительности', en: 'Not less than the shortest length' },
  },
  tracks_not_booked: {
    status: 422,
    title: {
      ru: 'Работу по трекам не записывают на время: её заказывают в чате',
      en: 'Work by the track has no time to book: it is ordered in the chat',
    },
  },
  rooms_exhausted: {
    status: 403,
    title: {
      ru: 'Залов по тарифу не больше, чем {limit}. Снимите зал с расписания или смените тариф в разделе «Подписка»',
      en: 'Rooms on this plan: {limit} at most. Take one off the schedule, or change the plan under Subscription',
    },
  },
  list_full: {
    status: 409,
    title: {
      ru: 'В списке не больше {limit} строк. Уберите лишнее',
      en: 'The list holds {limit} lines at most. Take one off',
    },
  },
  resources_needed: {
    status: 422,
    title: { ru: 'Выберите зал или человека, которых записывают', en: 'Choose a room or a person to be booked' },
  },
  gear_is_one: {
    status: 422,
    title: { ru: 'Вещь одна: больше одной не добавить', en: 'There is one such thing: no more can be added' },
  },
  listed_twice: { status: 422, title: { ru: 'Одно и то же указано дважды', en: 'The same thing is listed twice' } },
})
