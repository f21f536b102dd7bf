const COLOURS = ['#7a5580', '#2f5f93', '#226a3f', '#8f5200', '#6b4a3a', '#3f6b6b']

/** A person: initials on a colour that stays theirs, name, and what they do. */
export function Person({ name, note }: { name: string; note?: string }) {
  const initials = name
    .split(/\s+/)
    .slice(0, 2)
    .map((part) => part.slice(0, 1))
    .join('')
    .toUpperCase()
  const hash = [...name].reduce((sum, sign) => (sum * 31 + (sign.codePointAt(0) ?? 0)) % 9973, 7)
  return (
    <span className="person">
      <span className="avatar" aria-hidden="true" style={{ background: COLOURS[hash % COLOURS.length] }}>
        {initials}
      </span>
      <span>
        <span style={{ fontWeight: 500 }}>{name}</span>
        {note && <span className="second"> {note}</span>}
      </span>
    </span>
  )
}
