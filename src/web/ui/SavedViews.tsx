import { Menu } from '@mantine/core'
import { IconBookmark, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { m } from '../generated/messages/messages.js'
import classes from './list.module.css'
import type { ListAddress } from './list-address.ts'
import { keepViews, readViews } from './saved-views.ts'

interface Props {
  list: string
  /** Names of the list's filters. */
  filters: readonly string[]
  address: ListAddress
}

/** Views of a list by name: shown again in one press, saved as one sees them now. */
export function SavedViews({ list, filters, address }: Props) {
  const [views, setViews] = useState(() => readViews(list))
  const [name, setName] = useState('')
  const change = (next: typeof views) => {
    setViews(next)
    keepViews(list, next)
  }
  return (
    <Menu width={260} closeOnItemClick>
      <Menu.Target>
        <button type="button" className="btn">
          <IconBookmark size={16} stroke={1.7} aria-hidden /> {m.ui_views()}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {views.map((view) => (
          <div key={view.name} className={classes.view}>
            <Menu.Item onClick={() => address.show(view.view)}>{view.name}</Menu.Item>
            <button
              type="button"
              className={classes.remove}
              aria-label={m.ui_view_delete({ name: view.name })}
              onClick={() => change(views.filter((other) => other !== view))}
            >
              <IconX size={14} stroke={1.7} aria-hidden />
            </button>
          </div>
        ))}
        <form
          className={classes.save}
          onSubmit={(event) => {
            event.preventDefault()
            if (name.trim() === '') return
            change([
              ...views.filter((view) => view.name !== name.trim()),
              { name: name.trim(), view: address.viewOf(filters) },
            ])
            setName('')
          }}
        >
          <input
            className={classes.input}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            onKeyDown={(event) => event.stopPropagation()}
            placeholder={m.ui_view_name()}
            aria-label={m.ui_view_name()}
          />
          <button type="submit" className="btn">
            {m.ui_view_save()}
          </button>
        </form>
      </Menu.Dropdown>
    </Menu>
  )
}
