import { ActionIcon, FileButton } from '@mantine/core'
import { IconPaperclip } from '@tabler/icons-react'
import { type ClipboardEvent, type DragEvent, type ReactNode, useState } from 'react'
import { m } from '../../../web/generated/messages/messages.js'
import classes from './uploads.module.css'
import type { Uploads } from './use-uploads.ts'

/** A place where files can be dropped or pasted, around what stands there already (a chat, a composer). */
export function UploadDrop({ uploads, children }: { uploads: Uploads; children: ReactNode }) {
  const [over, setOver] = useState(false)
  const hover = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes('Files')) return
    event.preventDefault()
    setOver(true)
  }
  const leave = (event: DragEvent) => {
    if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget))) setOver(false)
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    uploads.add(event.dataTransfer.files)
  }
  const paste = (event: ClipboardEvent) => {
    if (event.clipboardData.files.length === 0) return
    event.preventDefault()
    uploads.add(event.clipboardData.files)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the same can be done with the button; this is its larger target
    <div className={classes.drop} onDragOver={hover} onDragLeave={leave} onDrop={drop} onPaste={paste}>
      {children}
      {over && <div className={classes.over}>{m.files_drop()}</div>}
    </div>
  )
}

/** Where a file is the one thing to do: a button that says so. */
export function ChooseButton({ uploads }: { uploads: Uploads }) {
  return (
    <FileButton multiple onChange={(files) => uploads.add(files)}>
      {(props) => (
        <button {...props} type="button" className="btn btn--main">
          <IconPaperclip size={18} stroke={1.7} aria-hidden /> {m.files_choose()}
        </button>
      )}
    </FileButton>
  )
}

/** The paperclip: any number of files of any kind. */
export function AttachButton({ uploads }: { uploads: Uploads }) {
  return (
    <FileButton multiple onChange={(files) => uploads.add(files)}>
      {(props) => (
        <ActionIcon
          {...props}
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={m.files_attach()}
          title={m.files_attach()}
        >
          <IconPaperclip stroke={1.7} />
        </ActionIcon>
      )}
    </FileButton>
  )
}
