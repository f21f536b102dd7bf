import { useEffect, useState, useSyncExternalStore } from 'react'
import { unfinishedFor } from './unfinished.ts'
import { isBusy, type UploadItem, uploadShelf } from './upload-shelf.ts'
import type { UploadTarget } from './uploading.ts'

/** The uploads for a target, and what can be done with them. */
export interface Uploads {
  items: readonly UploadItem[]
  /** Names of files whose sending a reload has cut short: chosen again, they go on. */
  unfinished: readonly string[]
  add(files: Iterable<File>): void
  pause(key: string): void
  resume(key: string): void
  cancel(key: string): void
  dismiss(key: string): void
}

/**
 * Uploads of this page for one target: they go on while one looks at another screen, and the browser asks before a
 * page is closed that is still sending.
 */
export function useUploads(target: UploadTarget): Uploads {
  const items = useSyncExternalStore(
    uploadShelf.subscribe,
    () => uploadShelf.of(target),
    () => uploadShelf.of(target),
  )
  const [before] = useState(() => unfinishedFor(target))
  const unfinished = before.filter((name) => items.every((item) => item.name !== name))
  const busy = isBusy(items)
  useEffect(() => {
    if (!busy) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [busy])
  const { pause, resume, cancel, dismiss } = uploadShelf
  return { items, unfinished, add: (files) => uploadShelf.add(target, files), pause, resume, cancel, dismiss }
}
