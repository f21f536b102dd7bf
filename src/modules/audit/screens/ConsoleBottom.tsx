import { Drawer } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { type Icon, IconDots } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { Preferences } from '../../../web/app/Preferences.tsx'
import { m } from '../../../web/generated/messages/messages.js'

/** A place of the console. */
export interface Place {
  to: string
  label: () => string
  icon: Icon
}

/** As many as a thumb finds on 360 px, beside the one that opens all the rest. */
const PLACES = 4

/** The console's bar at the bottom of a phone: the first places, and the way to all others. */
export function ConsoleBottom({ places }: { places: readonly Place[] }) {
  const [opened, { open, close }] = useDisclosure()
  const link = ({ to, label, icon: Mark }: Place) => (
    <Link key={to} className="nav" to={to} activeOptions={{ exact: to === '/', includeSearch: false }}>
      <Mark size={20} stroke={1.7} aria-hidden />
      {label()}
    </Link>
  )
  return (
    <nav className="bottom" aria-label={m.nav_phone()}>
      {places.slice(0, PLACES).map(link)}
      <button type="button" className="nav" aria-expanded={opened} onClick={open}>
        <IconDots size={20} stroke={1.7} aria-hidden />
        {m.nav_more()}
      </button>
      <Drawer opened={opened} onClose={close} position="bottom" size="auto" title={m.console_title()}>
        {/* A press on any of them leads away, and closes it. */}
        {/* biome-ignore lint/a11y/noStaticElementInteractions: the links inside are what is pressed */}
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: a link pressed by keyboard is clicked as well */}
        <div className="more" onClick={close}>
          {places.map(link)}
          <Preferences />
        </div>
      </Drawer>
    </nav>
  )
}
