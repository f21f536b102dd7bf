import { m } from '../../../../web/generated/messages/messages.js'
import { Field, Form } from '../../../../web/ui/index.ts'
import css from './catalogue.module.css'
import { dayName } from './day-name.ts'
import { minutesOf, shareOf } from './typed-number.ts'
import type { Rule } from './use-catalogue.ts'

const WEEK = [1, 2, 3, 4, 5, 6, 7] as const

interface Props {
  kind: Rule['kind']
  rule: Rule | undefined
  onSave: (rule: Rule) => Promise<void>
}

/** A rule of the price: its name, when it counts, and by how much it changes the price. */
export function RuleForm({ kind, rule, onSave }: Props) {
  const change = rule ? changeTyped(rule.bps) : kind === 'window' ? '+20' : '\u221210'
  return (
    <Form
      submit={m.app_save()}
      onSubmit={({ ru = '', en = '', bps, fromMinutes, opens = '', closes = '', ...days }) => {
        const named = { title: { ru, en }, bps: shareOf(bps) }
        if (kind === 'package') return onSave({ kind, ...named, fromMinutes: minutesOf(fromMinutes) })
        return onSave({ kind, ...named, opens, closes, weekdays: WEEK.filter((day) => days[`day${day}`] === 'on') })
      }}
    >
      <div className={css.pair}>
        <Field name="ru" label={m.catalogue_title_ru()} value={rule?.title.ru ?? ''} />
        <Field name="en" label={m.catalogue_title_en()} value={rule?.title.en ?? ''} />
      </div>
      {kind === 'window' ? (
        <When rule={rule?.kind === 'window' ? rule : undefined} />
      ) : (
        <Field
          name="fromMinutes"
          label={m.catalogue_from_hours()}
          value={String(rule?.kind === 'package' ? rule.fromMinutes / 60 : 6)}
        />
      )}
      <Field name="bps" label={m.catalogue_percent()} hint={m.catalogue_percent_hint()} value={change} />
    </Form>
  )
}

function When({ rule }: { rule: Extract<Rule, { kind: 'window' }> | undefined }) {
  return (
    <>
      <fieldset className={css.days}>
        <legend className="label">{m.catalogue_days()}</legend>
        {WEEK.map((day) => (
          <label key={day} className={css.check}>
            <input type="checkbox" name={`day${day}`} defaultChecked={rule?.weekdays.includes(day)} /> {dayName(day)}
          </label>
        ))}
      </fieldset>
      <div className={css.pair}>
        <Field name="opens" label={m.schedule_from()} type="time" value={rule?.opens ?? '20:00'} />
        <Field name="closes" label={m.schedule_to()} type="time" value={rule?.closes ?? '00:00'} />
      </div>
    </>
  )
}

/** A share as one would type its change: `+20`, `−12.5`. */
function changeTyped(bps: number): string {
  const change = (bps - 10_000) / 100
  return `${change < 0 ? '\u2212' : '+'}${Math.abs(change)}`
}
