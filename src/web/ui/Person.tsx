import { Portrait } from './Portrait.tsx'

interface Props {
  name: string
  note?: string
  /** What identifies the person: their colour follows it. The name, when left out. */
  id?: string
}

/** A person in a line: portrait, name, and what they do. */
export function Person({ name, note, id }: Props) {
  return (
    <span className="person">
      <span aria-hidden="true">
        <Portrait id={id ?? name} name={name} size={30} />
      </span>
      <span>
        <span style={{ fontWeight: 500 }}>{name}</span>
        {note && <span className="second"> {note}</span>}
      </span>
    </span>
  )
}
