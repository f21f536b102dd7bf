const PLACE = 'atelier.draft.'

/** What was being written in a chat: it outlives a reload and another screen, in this tab alone. */
export function draftOf(chat: string): string {
  return sessionStorage.getItem(PLACE + chat) ?? ''
}

export function keepDraft(chat: string, text: string): void {
  if (text === '') sessionStorage.removeItem(PLACE + chat)
  else sessionStorage.setItem(PLACE + chat, text)
}
