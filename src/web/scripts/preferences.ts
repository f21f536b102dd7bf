import { isDark, remember, showTheme } from '../app/preferences.ts'

/** Language and theme, switched in one click and kept in cookies so that the server renders them without a flash. */
for (const button of document.querySelectorAll<HTMLButtonElement>('[data-locale]')) {
  button.addEventListener('click', () => {
    remember('locale', button.dataset.locale === 'en' ? 'en' : 'ru')
    location.reload()
  })
}

const themes = [...document.querySelectorAll<HTMLButtonElement>('[data-theme-to]')]
function offerOther(): void {
  for (const button of themes) button.hidden = button.dataset.themeTo === (isDark() ? 'dark' : 'light')
}
for (const button of themes) {
  button.addEventListener('click', () => {
    showTheme(button.dataset.themeTo === 'dark' ? 'dark' : 'light')
    offerOther()
  })
}
offerOther()
