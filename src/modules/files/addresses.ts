/** Where uploads of a studio are begun. */
export const UPLOADS = '/api/studios/:studio/uploads'
/** One upload. */
export const UPLOAD = `${UPLOADS}/:upload`
/** The files in sight. */
export const FILES = '/api/studios/:studio/files'
/** One file. */
export const FILE = `${FILES}/:file`

/** One file that is shown to everybody. */
export const SHOWN_FILE = '/api/studios/:studio/shown-files/:file'

/** A picture that is shown to everybody, by its hash: what was kept of it is right for ever. */
export const SHOWN_PICTURE = '/api/studios/:studio/pictures/:sha256'

/** The address of an upload, for `Location`: by the studio's name as the client wrote it. */
export function uploadAddress(studio: string, uploadId: string): string {
  return `/api/studios/${encodeURIComponent(studio)}/uploads/${uploadId}`
}
