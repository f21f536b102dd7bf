/** One choice of a few that narrow what stands below: pressed while it holds. */
export function Chip({ on, press, label }: { on: boolean; press: () => void; label: string }) {
  return (
    <button type="button" className="chip" aria-pressed={on} onClick={press}>
      {label}
    </button>
  )
}
