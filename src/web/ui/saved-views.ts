/** A view of a list that somebody wants again: its name, and the query of its address. */
export interface SavedView {
  name: string
  view: string
}

const MOST = 20
const keyOf = (list: string) => `atelier-views:${list}`

/** The views of a list that are kept in this browser, in the order in which they were made. */
export function readViews(list: string, storage: Pick<Storage, 'getItem'> = localStorage): readonly SavedView[] {
  try {
    const kept: unknown = JSON.parse(storage.getItem(keyOf(list)) ?? '[]')
    return Array.isArray(kept) ? kept.filter(isView) : []
  } catch {
    return []
  }
}

/** Keeps the views; beyond twenty the oldest go. */
export function keepViews(
  list: string,
  views: readonly SavedView[],
  storage: Pick<Storage, 'setItem'> = localStorage,
): void {
  storage.setItem(keyOf(list), JSON.stringify(views.slice(-MOST)))
}

function isView(value: unknown): value is SavedView {
  return typeof value === 'object' && value !== null && 'name' in value && 'view' in value
}
