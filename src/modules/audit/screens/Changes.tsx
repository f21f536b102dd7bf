import { m } from '../../../web/generated/messages/messages.js'
import classes from './console.module.css'

type Side = Record<string, unknown> | null

/** What a change changed: field by field, before and after. Nothing where the event changed no row. */
export function Changes({ before, after }: { before: Side; after: Side }) {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  if (fields.length === 0) return null
  return (
    <table className={classes.changes}>
      <thead>
        <tr>
          <th scope="col">{m.console_field()}</th>
          <th scope="col">{m.console_before()}</th>
          <th scope="col">{m.console_after()}</th>
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => (
          <tr key={field}>
            <th scope="row">{field}</th>
            <td className={classes.was}>{textOf(before?.[field])}</td>
            <td className={classes.became}>{textOf(after?.[field])}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '—'
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
