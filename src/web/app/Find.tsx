import { useHotkeys } from '@mantine/hooks'
import { IconHelp, IconSearch } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { m } from '../generated/messages/messages.js'
import classes from './find.module.css'
import { isMac } from './keys.ts'

const load = () => import('./Palette.tsx')
const Palette = lazy(load)

/** The field in the rail that opens the command palette, as Ctrl/⌘ K does anywhere. */
export function Find() {
  const [wanted, setWanted] = useState(false)
  const open = () => {
    setWanted(true)
    void load().then(({ openPalette }) => openPalette())
  }
  // By the key's place too: on a Russian layout the letter is another one.
  useHotkeys(
    [
      ['mod+K', open],
      ['mod+KeyK', open, { usePhysicalKeys: true }],
    ],
    [],
  )
  return (
    <>
      <button type="button" className={classes.find} aria-label={m.palette_find()} onClick={open}>
        <IconSearch size={17} stroke={1.7} aria-hidden />
        <span className={classes.word}>{m.palette_find()}</span>
        <kbd className={classes.keys}>{isMac() ? '⌘ K' : 'Ctrl K'}</kbd>
      </button>
      <Suspense>{wanted && <Palette />}</Suspense>
    </>
  )
}

const Shortcuts = lazy(() => import('./Shortcuts.tsx'))

/** What the keys do: in the rail, and by `?` anywhere. */
export function Help() {
  const [open, setOpen] = useState(false)
  useHotkeys([['shift+?', () => setOpen(true)]])
  return (
    <>
      <button type="button" className="nav" onClick={() => setOpen(true)}>
        <IconHelp size={18} stroke={1.7} aria-hidden />
        {m.help()}
        <kbd className={classes.keys}>?</kbd>
      </button>
      <Suspense>{open && <Shortcuts onClose={() => setOpen(false)} />}</Suspense>
    </>
  )
}
