/** Language and theme, switched in one click and kept in cookies so that the server renders them without a flash. */
const YEAR_S = 31_536_000

function remember(name: string, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not everywhere yet
  document.cookie = `${name}=${value}; path=/; max-age=${YEAR_S}; samesite=lax`
}

for (const button of document.querySelectorAll<HTMLButtonElement>('[data-locale]')) {
  button.addEventListener('click', () => {
    remember('locale', button.dataset.locale ?? 'ru')
    location.reload()
  })
}

const isDark = () =>
  document.documentElement.dataset.theme === 'dark' ||
  (document.documentElement.dataset.theme === undefined && matchMedia('(prefers-color-scheme: dark)').matches)

const themes = [...document.querySelectorAll<HTMLButtonElement>('[data-theme-to]')]
function showOther(): void {
  for (const button of themes) button.hidden = button.dataset.themeTo === (isDark() ? 'dark' : 'light')
}
for (const button of themes) {
  button.addEventListener('click', () => {
    const theme = button.dataset.themeTo ?? 'light'
    document.documentElement.dataset.theme = theme
    remember('theme', theme)
    showOther()
  })
}
showOther()
