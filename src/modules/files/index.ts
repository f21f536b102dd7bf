/**
 * Files: what people send each other, bit for bit as sent, never lost, never re-encoded (R8, R10).
 *
 * A **blob** is bytes by their hash, stored once. A **file** is a blob that someone sent, under its name. It is `loose`
 * until something attaches it (a message, a version of a deliverable), which is its **subject**. A **holder** (a profile,
 * or the studio's side) sees it by a row of its own, with a **right**: `preview`, while the original is in safe keeping, or
 * `original`. **Derived** files (outline, preview, thumbnail) are made from it and can be made again.
 *
 * Never: an original changed, or given to who may only preview it; a file taken out of anybody's sight but the own; a
 * file taken over twice, or lost, because a line was cut; a name or a type believed because its sender said so.
 *
 * To attach what was uploaded: the client uploads to `/api/studios/{studio}/uploads`, gets the id from `Location`, and
 * names it where it belongs; that module calls `attachUpload(ctx, { fileId, subject, access })` in its own transaction.
 */
import './tables.ts'
import type { Module } from '../../kernel/module.ts'
import { filesCheck } from './checks.ts'
import { filesFigures } from './figures.ts'
import { filePermissions } from './policy.ts'
import { fileProblems } from './problems.ts'
import { readFileTask } from './read.ts'
import { addFileRoutes } from './routes.ts'
import { sweepSchedule, sweepTask } from './sweep.ts'

export {
  type FilesOf,
  type Grant,
  grantAccess,
  type Holder,
  hideAllFromSight,
  hideFromSight,
  type Right,
  unlockOriginals,
} from './access.ts'
export { attachUpload, attachUploads, freezeFiles, showFiles } from './attach.ts'
export { describeFile, describeFiles, type FileDescription, fileSchema } from './describe.ts'
export {
  fileAttached,
  fileDerived,
  fileDiscarded,
  fileDownloaded,
  fileHidden,
  filePreviewed,
  fileUnlocked,
  fileUploaded,
} from './events.ts'
export { admitPicture, discardFile, storePicture } from './picture.ts'
export { describeStorage, type StorageUse, setStorageLimit } from './quota.ts'
export { addFile, type PreparedFile, prepareFile } from './receive.ts'
export { files } from './tables.ts'

export const filesModule: Module = {
  name: 'files',
  figures: filesFigures,
  migrations: new URL('./migrations/', import.meta.url),
  routes: addFileRoutes,
  tasks: (services) => [readFileTask(services), sweepTask(services)],
  schedules: [sweepSchedule],
  checks: [filesCheck],
  problems: fileProblems,
  permissions: filePermissions,
}
