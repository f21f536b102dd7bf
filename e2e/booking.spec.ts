import { expect, test } from '@playwright/test'
import { expectAccessible, look } from './look.ts'
import { base, introduce, LOOKS, reload, signIn, someone, typeCode } from './people.ts'

/** What the people of each language write, the demo world's names in it, and days of their own. */
const WRITTEN = {
  ru: {
    ...{
      service: 'Запись вокала',
      visitor: 'Даша Ким',
      day: 10,
      own: 'Сборка ударных',
      ownDay: 20,
      moveDay: 12,
      keptDay: 8,
    },
  },
  en: {
    ...{
      service: 'Vocal recording',
      visitor: 'Daisy Kim',
      day: 11,
      own: 'Drum set-up',
      ownDay: 21,
      moveDay: 13,
      keptDay: 9,
    },
  },
} as const
/** What the program says of what was typed, in letters of the reader's language alone. */
const WRITTEN_IN = { ru: /^[^a-z]+$/i, en: /^[^а-яё]+$/i } as const
const rub = (amountMinor: bigint) => ({ amountMinor, currency: 'RUB' })

for (const [index, sight] of LOOKS.entries()) {
  const written = WRITTEN[sight.locale]
  test.describe(sight.title, () => {
    test('a visitor books without an account until the last step, and the slot is gone for everyone else', async () => {
      const dasha = await someone(sight)
      const { page, press, say, like } = dasha
      await page.goto(`${base()}/s/sever`)
      await expectAccessible(dasha)
      await press(page.getByRole('link', { name: `${say('site_book')}: ${written.service}` }))
      await expect(page.getByRole('heading', { name: say('book_when') })).toBeVisible()
      const hour = dasha.sum(rub(180_000n), { short: true })
      await press(page.getByRole('button', { name: `Зал А · ${hour}` }))
      await press(
        page
          .getByRole('group', { name: say('book_day') })
          .getByRole('button')
          .nth(written.day),
      )
      const times = page.getByRole('group', { name: say('book_time') })
      await press(times.getByRole('button', { name: dasha.time(12), exact: true }))
      await press(page.getByRole('button', { name: /Neumann U87/ }))
      await expect(page.getByRole('region', { name: say('book_price') })).toContainText(say('book_total'))
      await look(dasha, 'booking', { whole: false })

      const rival = await someone(LOOKS[1 - index])
      await rival.page.goto(page.url())
      await expect(rival.page.getByRole('button', { name: rival.like('book_press') })).toBeEnabled()

      await press(page.getByRole('button', { name: like('book_press') }))
      await expect(page.getByRole('heading', { name: say('book_who_title') })).toBeVisible()
      await expectAccessible(dasha)
      await expect(rival.page.getByText(rival.say('book_gone')).first()).toBeVisible()
      await expectAccessible(rival)

      await press(page.getByRole('button', { name: say('book_other_time') }))
      const kept = page.getByRole('region', { name: say('book_own_title') })
      await expect(kept).toContainText(say('book_kept_for'))
      await expect(times.getByRole('button', { name: say('book_own', { time: dasha.time(12) }) })).toBeEnabled()
      await look(dasha, 'booking-kept', { whole: false })
      await press(times.getByRole('button', { name: dasha.time(15), exact: true }))
      await expect(page.getByText(say('book_exchange'))).toBeVisible()
      await press(page.getByRole('button', { name: like('book_press') }))
      await expect(page.getByRole('heading', { name: say('book_who_title') })).toBeVisible()
      await expect(rival.page.getByText(rival.say('book_gone'))).toHaveCount(0)
      await rival.leave()

      await press(page.getByRole('link', { name: say('book_register') }))
      const email = `dasha.${Date.now()}@example.org`
      await introduce(dasha, written.visitor, email)
      await reload(dasha, email)
      await typeCode(dasha, email)
      await expect(page.getByRole('heading', { name: say('book_pay_title') })).toBeVisible()
      await expect(page.getByText(say('book_kept_for'))).toBeVisible()
      await look(dasha, 'booking-pay')
      const pay = page.getByRole('button', { name: like('book_pay') })
      const deposit = await pay.textContent()
      await page.getByLabel(say('book_part_full')).check()
      expect(await pay.textContent()).not.toBe(deposit)
      await page.getByLabel(say('book_part_deposit')).check()
      await press(pay)
      await press(page.getByRole('button', { name: dasha.bank.fail, exact: true }))
      await expect(page.getByText(say('book_payment_failed'))).toBeVisible()
      await press(pay)
      await press(page.getByRole('button', { name: dasha.bank.succeed, exact: true }))
      await expect(page.getByRole('heading', { name: say('book_done') })).toBeVisible()
      await look(dasha, 'booking-done')
      const download = page.waitForEvent('download')
      await press(page.getByRole('link', { name: say('book_calendar') }))
      expect((await download).suggestedFilename()).toBe('booking.ics')

      await press(page.getByRole('link', { name: say('book_open_app') }))
      await press(pay)
      await press(page.getByRole('dialog').getByRole('button', { name: like('book_pay') }))
      await press(page.getByRole('button', { name: dasha.bank.slow, exact: true }))
      await expect(page.getByText(like('booking_paying'))).toBeVisible()
      await expect(pay).toHaveCount(0)
      await look(dasha, 'booking-paying', { whole: false })
      await expect(page.getByText(like('booking_paying'))).toHaveCount(0)
      await expect(page.getByText(say('booking_open'), { exact: true })).toHaveCount(0)
      await dasha.leave()
    })

    test('the owner moves own time and undoes it, sees a conflict before the drop, and answers a request', async () => {
      const vera = await someone(sight)
      const { page, press, say, like, phone } = vera
      await signIn(vera, 'vera', '/app/sever/schedule')
      const book = page.getByRole('button', { name: say('schedule_book'), exact: true })
      await expect(book).toBeVisible()
      const room = (name: string) => page.getByRole('group', { name: new RegExp(`^${name}`) })
      await expect(room('Зал А')).toBeVisible()
      await look(vera, 'schedule', { whole: false })
      await press(book)
      const form = page.getByRole('region', { name: say('schedule_new') })
      await press(form.getByRole('button', { name: say('schedule_own') }))
      const day = Temporal.Now.zonedDateTimeISO('Europe/Moscow').add({ days: written.ownDay }).toPlainDate().toString()
      await form.getByLabel(say('schedule_title')).fill(written.own)
      await form.getByLabel(say('schedule_date')).fill(day)
      await form.getByLabel(say('schedule_from'), { exact: true }).fill('12:00')
      await form.getByLabel(say('schedule_to'), { exact: true }).fill('14:00')
      await press(form.getByRole('button', { name: say('schedule_book'), exact: true }))
      await expect(form.getByRole('alert').first()).toHaveText(WRITTEN_IN[sight.locale])
      await look(vera, 'schedule-new', { whole: false })
      await form.getByRole('checkbox', { name: /^Зал А/ }).check()
      await press(form.getByRole('button', { name: say('schedule_book'), exact: true }))
      await expect(page).toHaveURL(new RegExp(`date=${day}`))

      const between = (from: string, to: string) => new RegExp(`${written.own}.*${RegExp.escape(`${from}–${to}`)}`)
      const [noon, one, two, three] = [vera.time(12), vera.time(13), vera.time(14), vera.time(15)]
      const blockIn = (name: string, from: string, to: string) =>
        room(name).getByRole('button', { name: between(from, to) })
      const block = blockIn('Зал А', noon, two)
      await expect(block).toBeVisible()
      if (phone) {
        const pane = page.getByRole('region', { name: written.own })
        await look(vera, 'schedule-own', { whole: false })
        await press(pane.getByRole('button', { name: say('booking_move') }))
        const dialog = page.getByRole('dialog', { name: say('booking_move_q') })
        await dialog.getByLabel(say('schedule_from'), { exact: true }).fill('13:00')
        await dialog.getByLabel(say('schedule_to'), { exact: true }).fill('15:00')
        await look(vera, 'schedule-move', { whole: false })
        await press(dialog.getByRole('button', { name: say('booking_move_deed') }))
        await expect(dialog).toHaveCount(0)
        await press(pane.getByRole('button', { name: say('ui_close') }))
        await expect(blockIn('Зал А', one, three)).toBeVisible()
      } else {
        const box = await block.boundingBox()
        if (!box) throw new Error('the block is not to be seen')
        await page.mouse.move(box.x + 40, box.y + 30)
        await page.mouse.down()
        await page.mouse.move(box.x + 40, box.y + 60, { steps: 4 })
        await page.mouse.move(box.x + 40 + box.width + 10, box.y + 90, { steps: 4 })
        await expect(page.getByText(say('schedule_free'), { exact: true })).toBeVisible()
        await page.mouse.up()
        await expect(blockIn('Зал Б', one, three)).toBeVisible()
      }
      await press(page.getByRole('button', { name: say('ui_undo') }))
      await expect(block).toBeVisible()

      await block.focus()
      await page.keyboard.press('Alt+ArrowDown')
      await expect(blockIn('Зал А', vera.time(12, 15), vera.time(14, 15))).toBeVisible()

      await press(page.getByRole('link', { name: like('schedule_waiting') }))
      await press(
        page
          .getByRole('list', { name: say('bookings_title') })
          .getByRole('button')
          .first(),
      )
      await look(vera, 'booking-request', { whole: false })
      await press(page.getByRole('button', { name: say('booking_confirm') }))
      await expect(page.getByText(say('booking_now_confirmed')).first()).toBeVisible()
      await vera.leave()
    })

    test('a client moves a booking, and cancels it with the refund shown beforehand', async () => {
      const marina = await someone(sight)
      const { page, press, say, like } = marina
      await signIn(marina, 'marina', '/app/sever/bookings')
      await expect(page.getByRole('heading', { name: say('bookings_mine') })).toBeVisible()
      await look(marina, 'bookings', { whole: false })
      await press(
        page
          .getByRole('list', { name: say('bookings_title') })
          .getByRole('button')
          .last(),
      )
      await press(page.getByRole('button', { name: say('booking_move'), exact: true }))
      const where = page.getByRole('dialog', { name: say('booking_move_q') })
      await press(
        where
          .getByRole('group', { name: say('book_day') })
          .getByRole('button')
          .nth(written.moveDay),
      )
      const free = where.getByRole('group', { name: say('book_time') }).getByRole('button', { disabled: false })
      await press(free.last())
      await look(marina, 'booking-move', { whole: false })
      await press(where.getByRole('button', { name: say('booking_move_deed') }))
      await expect(page.getByText(say('schedule_moved')).first()).toBeVisible()
      await press(page.getByRole('button', { name: say('booking_cancel'), exact: true }))
      const dialog = page.getByRole('dialog', { name: say('booking_cancel_q') })
      await expect(dialog).toContainText(say('booking_returned'))
      await look(marina, 'booking-cancel', { whole: false })
      await press(dialog.getByRole('button', { name: like('booking_cancel_deed') }))
      await expect(page.getByText(say('booking_now_cancelled')).first()).toBeVisible()
      await marina.leave()
    })

    test('a client finds a time that they keep among their bookings: on to paying for it, or let go', async () => {
      const marina = await someone(sight)
      const { page, press, say, like } = marina
      await signIn(marina, 'marina', '/app/sever/bookings')
      await press(page.getByRole('link', { name: say('site_book') }))
      await press(page.getByRole('button', { name: new RegExp(written.service) }))
      await press(
        page
          .getByRole('group', { name: say('book_day') })
          .getByRole('button')
          .nth(written.keptDay),
      )
      const times = page.getByRole('group', { name: say('book_time') })
      await press(times.getByRole('button', { disabled: false }).first())
      await press(page.getByRole('button', { name: like('book_press') }))
      await expect(page.getByRole('heading', { name: say('book_pay_title') })).toBeVisible()
      const id = new URL(page.url()).searchParams.get('booking')
      await page.goto(`${base()}/app/sever/bookings/${id}`)
      await expect(page.getByText(say('book_kept_for'))).toBeVisible()
      await look(marina, 'booking-held', { whole: false })
      await press(page.getByRole('link', { name: like('book_pay') }))
      await expect(page.getByRole('heading', { name: say('book_pay_title') })).toBeVisible()
      await page.goBack()
      await press(page.getByRole('button', { name: say('book_let_go') }))
      await expect(page.getByText(say('booking_reason_released'))).toBeVisible()
      await marina.leave()
    })
  })
}
