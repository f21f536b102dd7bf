import classes from './portrait.module.css'
import { colourOf, initialsOf } from './portrait.ts'

interface Props {
  /** What identifies the person: their colour follows it. */
  id: string
  name: string
  /** Address of a picture, where there is one. */
  picture?: string
  /** Pixels: 26 in lines of text, 34 beside two lines. */
  size?: number
}

/** A person's portrait: the picture, or initials on a colour that stays theirs. The name is read aloud. */
export function Portrait({ id, name, picture, size = 26 }: Props) {
  const place = { width: size, height: size, fontSize: Math.max(size * 0.42, 10) }
  if (picture) return <img className={classes.portrait} style={place} src={picture} alt={name} title={name} />
  return (
    <span
      className={classes.portrait}
      style={{ ...place, background: colourOf(id) }}
      role="img"
      aria-label={name}
      title={name}
      data-initials={initialsOf(name)}
    />
  )
}

/** Several people, overlapping like a hand of cards; beyond `most` a number says how many more. */
export function People({ people, most = 4, size = 26 }: { people: readonly Props[]; most?: number; size?: number }) {
  const more = people.length - most
  return (
    <span className={classes.people}>
      {people.slice(0, most).map((person) => (
        <Portrait key={person.id} {...person} size={size} />
      ))}
      {more > 0 && <span className={classes.more}>+{more}</span>}
    </span>
  )
}
