/**
 * First the person, then the code from the mail, the second factor of whoever has one, then the app. Where somebody is,
 * is kept while the tab is open: a reload leads back to the code. The registration's id alone proves nothing, but stays
 * out of the address all the same.
 */
interface Begun {
  id: string
  email: string
  name: string
  /** Until when the program still knows of it, as far as the page can tell; milliseconds. */
  until: number
}

/** How long somebody who comes back is asked for the code; a new one can be sent. */
const REMEMBERED_MS = 60 * 60_000
/** A new code may be asked for again after this long. */
const AGAIN_MS = 30_000

/** One site, studio or invitation does not speak for another. */
const key = `registration:${location.pathname}`
const step = (id: string) => document.getElementById(id)
const personForm = document.querySelector<HTMLFormElement>('form[data-api="/api/registrations"]')
const codeForm = document.querySelector<HTMLFormElement>('#code-form')
const lead = document.querySelector<HTMLElement>('#code-lead')
const again = document.querySelector<HTMLButtonElement>('#code-again')
const fieldOf = (name: string) => personForm?.querySelector<HTMLInputElement>(`[name=${name}]`)

personForm?.addEventListener('sent', (event) => {
  const { id } = (event as CustomEvent<{ id: string }>).detail
  const [email = '', name = ''] = [fieldOf('email')?.value.trim(), fieldOf('name')?.value.trim()]
  const begun = { id, email, name, until: Date.now() + REMEMBERED_MS }
  sessionStorage.setItem(key, JSON.stringify(begun))
  askCode(begun)
})

codeForm?.addEventListener('sent', (event) => {
  sessionStorage.removeItem(key)
  const { secondFactor } = (event as CustomEvent<{ secondFactor: boolean }>).detail
  if (!secondFactor) return enter()
  show('factor-step', 'code-step')
  step('factor-step')?.querySelector('input')?.focus()
})

step('factor-step')?.querySelector('form')?.addEventListener('sent', enter)

function enter(): void {
  const wanted = new URLSearchParams(location.search).get('to')
  location.assign(wanted?.startsWith('/') && !wanted.startsWith('//') ? wanted : '/app')
}

again?.addEventListener('click', async () => {
  again.disabled = true
  const error = codeForm?.querySelector('.form__error')
  if (error) error.textContent = ''
  const answer = await fetch(again.dataset.api ?? '', { method: 'POST' }).catch(() => undefined)
  if (answer?.ok) {
    const words = again.textContent
    again.textContent = again.dataset.done ?? ''
    setTimeout(() => {
      again.textContent = words
      again.disabled = false
    }, AGAIN_MS)
    return
  }
  again.disabled = false
  const problem: { title?: string } | undefined = await answer?.json().catch(() => undefined)
  if (error) error.textContent = problem?.title ?? codeForm?.dataset.offline ?? ''
})

step('code-other')?.addEventListener('click', () => {
  sessionStorage.removeItem(key)
  show('person-step', 'code-step')
  fieldOf('email')?.select()
})

const before = begunBefore()
if (before) {
  for (const name of ['name', 'email'] as const) {
    const field = fieldOf(name)
    if (field) field.value = before[name]
  }
  askCode(before)
}

function askCode({ id, email }: Begun): void {
  if (codeForm) codeForm.dataset.api = `/api/registrations/${id}/verification`
  if (again) again.dataset.api = `/api/registrations/${id}/codes`
  if (lead) lead.textContent = (lead.dataset.words ?? '').replace('{email}', () => email)
  show('code-step', 'person-step')
  codeForm?.querySelector('input')?.focus()
}

function begunBefore(): Begun | undefined {
  const begun: Begun | null = JSON.parse(sessionStorage.getItem(key) ?? 'null')
  return begun && begun.until > Date.now() ? begun : undefined
}

function show(shown: string, hidden: string): void {
  step(hidden)?.setAttribute('hidden', '')
  step(shown)?.removeAttribute('hidden')
}
