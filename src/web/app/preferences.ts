const YEAR_S = 31_536_000

/** Keeps a choice where the server reads it, so that the next page comes without a flash. */
export function remember(name: 'locale' | 'theme', value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not everywhere yet
  document.cookie = `${name}=${value}; path=/; max-age=${YEAR_S}; samesite=lax`
}

/** Whether the dark theme shows, by choice or by the system. */
export function isDark(): boolean {
  const chosen = document.documentElement.dataset.theme
  return chosen === 'dark' || (chosen === undefined && matchMedia('(prefers-color-scheme: dark)').matches)
}

/** Shows a theme and keeps the choice. */
export function showTheme(theme: 'light' | 'dark'): void {
  document.documentElement.dataset.theme = theme
  remember('theme', theme)
}
