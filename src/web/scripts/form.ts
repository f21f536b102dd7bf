/**
 * Sends a form as JSON to the API and shows what it answers: errors beside their fields, and nothing typed is lost. A
 * form says where it goes by `data-api` and what follows by a `sent` event that the page listens to.
 */
interface ProblemBody {
  title?: string
  fields?: { pointer: string; message?: string }[]
}

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-api]')) {
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void submit(form)
  })
}

async function submit(form: HTMLFormElement): Promise<void> {
  const button = form.querySelector<HTMLButtonElement>('button[type=submit]')
  if (button?.disabled) return
  clear(form)
  if (button) button.disabled = true
  try {
    const answer = await fetch(form.dataset.api ?? '', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(valuesOf(form)),
    })
    const text = await answer.text()
    const body: unknown = text === '' ? null : JSON.parse(text)
    if (answer.ok) form.dispatchEvent(new CustomEvent('sent', { detail: body }))
    else show(form, body as ProblemBody)
  } catch {
    show(form, { title: form.dataset.offline ?? '' })
  } finally {
    if (button) button.disabled = false
    // A button that was switched off has lost the focus: a keyboard goes on from where it was.
    if (document.activeElement === document.body) button?.focus()
  }
}

function valuesOf(form: HTMLFormElement): Record<string, unknown> {
  const values: Record<string, unknown> = { ...(form.dataset.body && JSON.parse(form.dataset.body)) }
  for (const input of form.querySelectorAll<HTMLInputElement>('input[name]')) {
    values[input.name] = input.type === 'checkbox' ? input.checked : input.value
  }
  if (form.dataset.zone !== undefined) values.zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  return values
}

function clear(form: HTMLFormElement): void {
  for (const error of form.querySelectorAll('.field__error, .form__error')) error.textContent = ''
  for (const input of form.querySelectorAll('input')) input.removeAttribute('aria-invalid')
}

function show(form: HTMLFormElement, problem: ProblemBody): void {
  let shown = false
  for (const field of problem.fields ?? []) {
    const name = field.pointer.split('/').pop() ?? ''
    const place = form.querySelector(`[data-error-of="${CSS.escape(name)}"]`)
    const input = form.querySelector<HTMLInputElement>(`[name="${CSS.escape(name)}"]`)
    if (!place || !input) continue
    place.textContent = input.dataset.wrong ?? field.message ?? problem.title ?? ''
    input.setAttribute('aria-invalid', 'true')
    shown = true
  }
  if (shown) {
    form.querySelector<HTMLInputElement>('[aria-invalid=true]')?.focus()
    return
  }
  const place = form.querySelector('.form__error')
  if (place) place.textContent = problem.title ?? ''
  // A wrong code or password is typed anew.
  form.querySelector<HTMLInputElement>('.code-input, input[type=password]')?.select()
}
