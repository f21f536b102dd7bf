import { IconLanguage, IconLogout, IconMoon, IconSun, IconUserCircle } from '@tabler/icons-react'
import { useState } from 'react'
import { m } from '../generated/messages/messages.js'
import { getLocale } from '../generated/messages/runtime.js'
import { signOut, switchLanguage } from './choices.ts'
import { Help } from './Find.tsx'
import { isDark, showTheme } from './preferences.ts'

/** The end of every rail: the account, the theme, the language, the door. */
export function Preferences() {
  const [dark, setDark] = useState(isDark)
  const other = getLocale() === 'ru' ? 'en' : 'ru'
  return (
    <div className="rail__end">
      <a className="nav" href="/app/account">
        <IconUserCircle size={18} stroke={1.7} aria-hidden />
        {m.app_account()}
      </a>
      <button
        type="button"
        className="nav"
        onClick={() => {
          showTheme(dark ? 'light' : 'dark')
          setDark(!dark)
        }}
      >
        {dark ? <IconSun size={18} stroke={1.7} aria-hidden /> : <IconMoon size={18} stroke={1.7} aria-hidden />}
        {dark ? m.theme_light() : m.theme_dark()}
      </button>
      <button type="button" className="nav" lang={other} onClick={switchLanguage}>
        <IconLanguage size={18} stroke={1.7} aria-hidden />
        {m.language_other()}
      </button>
      <Help />
      <button type="button" className="nav" onClick={signOut}>
        <IconLogout size={18} stroke={1.7} aria-hidden />
        {m.sign_out()}
      </button>
    </div>
  )
}
