import { type RunningUpload, startUpload, type UploadState, type UploadTarget } from './uploading.ts'

/** One file on its way, as a screen shows it. */
export interface UploadItem {
  key: string
  name: string
  bytes: number
  mediaType: string
  status: UploadState
}

/**
 * The uploads of this page, kept beside the screens: going to another screen and back interrupts nothing. Grouped by
 * what the files are for; each group is a new array whenever something in it changed.
 */
export interface UploadShelf {
  of(target: UploadTarget): readonly UploadItem[]
  add(target: UploadTarget, files: Iterable<File>): void
  pause(key: string): void
  resume(key: string): void
  /** Gives it up, on the server too, and forgets it. */
  cancel(key: string): void
  /** Forgets one that is done or failed: its file was attached, or nobody wants it. */
  dismiss(key: string): void
  subscribe(changed: () => void): () => void
}

type Start = typeof startUpload

interface Shelved {
  group: string
  item: UploadItem
  running: RunningUpload
}

const NONE: readonly UploadItem[] = []

/** Makes a shelf. Pages have one: `uploadShelf`. */
export function makeUploadShelf(start: Start = startUpload): UploadShelf {
  const shelved = new Map<string, Shelved>()
  const listeners = new Set<() => void>()
  let groups = new Map<string, readonly UploadItem[]>()
  let count = 0

  const changed = () => {
    groups = itemsByGroup(shelved)
    for (const listener of listeners) listener()
  }
  const show = (key: string, status: UploadState) => {
    const one = shelved.get(key)
    if (!one) return
    one.item = { ...one.item, status }
    changed()
  }
  const drop = (key: string) => {
    shelved.delete(key)
    changed()
  }

  return {
    of: (target) => groups.get(groupOf(target)) ?? NONE,
    add(target, files) {
      for (const file of files) {
        const key = `upload-${++count}`
        const item: UploadItem = {
          key,
          name: file.name,
          bytes: file.size,
          mediaType: file.type,
          status: { state: 'waiting' },
        }
        const running = start(file, target, (status) => show(key, status))
        shelved.set(key, { group: groupOf(target), item, running })
      }
      changed()
    },
    pause: (key) => shelved.get(key)?.running.pause(),
    resume: (key) => shelved.get(key)?.running.resume(),
    cancel(key) {
      // What cannot be taken back on the server now is forgotten there after its life.
      shelved
        .get(key)
        ?.running.cancel()
        .catch(() => undefined)
      drop(key)
    },
    dismiss: drop,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** The uploads of this page. */
export const uploadShelf = makeUploadShelf()

/** Whether leaving the page now would interrupt something. */
export function isBusy(items: readonly UploadItem[]): boolean {
  return items.some(({ status }) => status.state !== 'done' && status.state !== 'failed')
}

function groupOf({ studio, profile, subjectType, subjectId }: UploadTarget): string {
  return JSON.stringify([studio, profile ?? '', subjectType, subjectId])
}

function itemsByGroup(shelved: ReadonlyMap<string, Shelved>): Map<string, readonly UploadItem[]> {
  const groups = new Map<string, UploadItem[]>()
  for (const { group, item } of shelved.values()) groups.set(group, [...(groups.get(group) ?? []), item])
  return groups
}
