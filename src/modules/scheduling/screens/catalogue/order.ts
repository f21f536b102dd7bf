interface Placed {
  id: string
  position: number
}

/**
 * The list with one of it moved up (-1) or down (1), told as who has to take another place: the rows whose position
 * changes, with the new one. Empty where it stands at that end already.
 */
export function placesAfter<Row extends Placed>(rows: readonly Row[], id: string, by: -1 | 1): Row[] {
  const at = rows.findIndex((row) => row.id === id)
  const row = rows[at]
  const next = at + by
  if (!row || next < 0 || next >= rows.length) return []
  return rows
    .toSpliced(at, 1)
    .toSpliced(next, 0, row)
    .flatMap((one, position) => (one.position === position ? [] : [{ ...one, position }]))
}
