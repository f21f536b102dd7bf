import { fingerprintsFor, type UploadTarget } from './uploading.ts'

/** Where tus-js-client remembers what it has begun. */
const PREFIX = 'tus::'
/** Afterwards the server has let go of it, most likely. */
const KEPT_MS = 24 * 60 * 60_000

/**
 * Names of files whose sending to the target was cut short, by a reload or a closed page: a browser gives no file back,
 * but the same one, chosen again, goes on from where it was.
 */
export function unfinishedFor(target: UploadTarget, now = Date.now()): string[] {
  const start = PREFIX + fingerprintsFor(target)
  const names = Object.keys(localStorage)
    .filter((key) => key.startsWith(start))
    .flatMap((key) => {
      try {
        const { creationTime, metadata } = JSON.parse(localStorage.getItem(key) ?? '')
        return now - Date.parse(creationTime) < KEPT_MS ? [String(metadata.filename)] : []
      } catch {
        return []
      }
    })
  return [...new Set(names)]
}
