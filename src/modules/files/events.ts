import { z } from 'zod'
import { defineEvent } from '../../kernel/events/event.ts'
import { DERIVED_KINDS, FILE_KINDS, READING_STATES } from './tables.ts'

const file = {
  name: z.string(),
  kind: z.enum(FILE_KINDS),
  bytes: z.int(),
  sha256: z.string(),
  /** What the file belongs to. */
  belongsTo: z.object({ type: z.string(), id: z.uuid() }),
}

/** Every byte is here, hashed. The file belongs to nothing yet. */
export const fileUploaded = defineEvent('file.uploaded', z.object(file), 'staff')
/** It became part of a message, a version, a card. */
export const fileAttached = defineEvent('file.attached', z.object(file), 'staff')
/** Outline, preview or thumbnail are there; or the content could not be read. */
export const fileDerived = defineEvent(
  'file.derived',
  z.object({ ...file, reading: z.enum(READING_STATES), derived: z.array(z.enum(DERIVED_KINDS)) }),
  'staff',
)
/**
 * The original was fetched, or the part of it that `range` names as the request did; further parts that the same account
 * fetched within ten minutes are not told of.
 */
export const fileDownloaded = defineEvent(
  'file.downloaded',
  z.object({ ...file, range: z.string().optional() }),
  'staff',
)
/** The preview was played or looked at, from its beginning. */
export const filePreviewed = defineEvent('file.previewed', z.object(file), 'staff')
/** The original left safe keeping; the audience are those who may fetch it now (R10, R11). */
export const fileUnlocked = defineEvent('file.unlocked', z.object(file), 'staff')
/** A holder removed it from the own sight. Everybody else's stays (R10). */
export const fileHidden = defineEvent('file.hidden', z.object(file), 'staff')
/** What stood at this file's place has been replaced or removed: nobody is given it any more, and its room is free. */
export const fileDiscarded = defineEvent('file.discarded', z.object(file), 'staff')
