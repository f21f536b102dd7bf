/** First the person, then the code from the mail, then the app. */
const step = (id: string) => document.getElementById(id)
const codeForm = document.querySelector<HTMLFormElement>('#code-form')
const again = document.querySelector<HTMLButtonElement>('#code-again')

document.querySelector('form[data-api="/api/registrations"]')?.addEventListener('sent', (event) => {
  const { id } = (event as CustomEvent<{ id: string }>).detail
  if (codeForm) codeForm.dataset.api = `/api/registrations/${id}/verification`
  if (again) again.dataset.api = `/api/registrations/${id}/codes`
  step('person-step')?.setAttribute('hidden', '')
  step('code-step')?.removeAttribute('hidden')
  codeForm?.querySelector('input')?.focus()
})

codeForm?.addEventListener('sent', () => {
  const wanted = new URLSearchParams(location.search).get('to')
  location.assign(wanted?.startsWith('/') && !wanted.startsWith('//') ? wanted : '/app')
})

again?.addEventListener('click', async () => {
  again.disabled = true
  const answer = await fetch(again.dataset.api ?? '', { method: 'POST' }).catch(() => undefined)
  if (answer?.ok) again.textContent = again.dataset.done ?? ''
  else again.disabled = false
})
