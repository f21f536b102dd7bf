const WIDTHS = ['62%', '84%', '48%', '76%', '58%', '70%']

/** A skeleton in the shape of the list that comes. */
export function Bones({ rows = 4 }: { rows?: number }) {
  return (
    <div className="bones" aria-busy="true">
      {WIDTHS.slice(0, rows).map((width) => (
        <span key={width} style={{ width }} />
      ))}
    </div>
  )
}
