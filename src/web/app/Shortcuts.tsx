import { Kbd, Modal } from '@mantine/core'
import { m } from '../generated/messages/messages.js'
import { isMac } from './keys.ts'
import classes from './shortcuts.module.css'

/** What can be done from the keyboard. */
export default function Shortcuts({ onClose }: { onClose: () => void }) {
  const command = isMac() ? '⌘' : 'Ctrl'
  const keys: readonly (readonly [readonly string[], string])[] = [
    [[command, 'K'], m.help_palette()],
    [['?'], m.help_this()],
    [['Alt', '1–9'], m.help_section()],
    [['Esc'], m.help_close()],
    [['←', '→'], m.help_player()],
    [['Shift', '← →'], m.help_player_fine()],
    [['Space'], m.help_player_play()],
  ]
  return (
    <Modal opened onClose={onClose} title={m.help_title()}>
      <dl className={classes.keys}>
        {keys.map(([names, meaning]) => (
          <div key={meaning}>
            <dt>{meaning}</dt>
            <dd>
              {names.map((name) => (
                <Kbd key={name}>{name}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Modal>
  )
}
