import { Modal } from '@mantine/core'
import { m } from '../../../../web/generated/messages/messages.js'
import { Form } from '../../../../web/ui/index.ts'
import type { Booking } from '../book/place.ts'
import { HoursFields, typedHours } from '../schedule/HoursFields.tsx'
import { useMove } from '../schedule/use-schedule.ts'
import { wallOf } from '../schedule/wall.ts'
import { useStudioZone } from '../schedule/zone.ts'

/** Another day and hours for the studio's own time, typed: what a drag does, for a thumb; it can be undone (P10). */
export function MoveOwn({ booking, onClose }: { booking: Booking; onClose: () => void }) {
  const zone = useStudioZone()
  const move = useMove()
  const { date, minutes: from } = wallOf(booking.startsAt, zone)
  const length = (Date.parse(booking.endsAt) - Date.parse(booking.startsAt)) / 60_000
  return (
    <Modal opened onClose={onClose} title={m.booking_move_q()}>
      <Form
        submit={m.booking_move_deed()}
        onSubmit={async (values) => {
          const resourceIds = booking.resources.map(({ id }) => id)
          await move.mutateAsync({
            booking,
            ...typedHours({ ...values, date: values.date || date }, zone),
            resourceIds,
          })
          onClose()
        }}
      >
        <HoursFields date={date} from={from} to={from + length} />
      </Form>
    </Modal>
  )
}
