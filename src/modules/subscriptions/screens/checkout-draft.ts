/** What was typed at the checkout: it outlives the way to the bank and back, in this tab alone. */
export interface CheckoutDraft {
  name: string
  slug: string
  currency?: string
  planId?: string
}

const PLACE = 'atelier.checkout'

export function keepDraft(draft: CheckoutDraft | undefined): void {
  if (draft) sessionStorage.setItem(PLACE, JSON.stringify(draft))
  else sessionStorage.removeItem(PLACE)
}

export function keptDraft(): CheckoutDraft {
  const nothing = { name: '', slug: '' }
  try {
    return { ...nothing, ...JSON.parse(sessionStorage.getItem(PLACE) ?? '{}') }
  } catch {
    return nothing
  }
}
