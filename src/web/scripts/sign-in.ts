/** After the password: the app, or the second factor first. */
const step = (id: string) => document.getElementById(id)
const target = () => {
  const wanted = new URLSearchParams(location.search).get('to')
  return wanted?.startsWith('/') && !wanted.startsWith('//') ? wanted : '/app'
}

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-api^="/api/sessions"]')) {
  form.addEventListener('sent', (event) => {
    const { secondFactor } = (event as CustomEvent<{ secondFactor: boolean }>).detail
    if (!secondFactor) return location.assign(target())
    step('password-step')?.setAttribute('hidden', '')
    step('factor-step')?.removeAttribute('hidden')
    document.querySelector<HTMLInputElement>('#factor-step input')?.focus()
  })
}
