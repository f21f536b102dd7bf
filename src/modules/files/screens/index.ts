/** What other screens use of files: sending them, with all that can go wrong on the way. */
export { amountOf, timeOf } from './amounts.ts'
export { AttachButton, ChooseButton, UploadDrop } from './UploadDrop.tsx'
export { UploadList } from './UploadList.tsx'
export type { UploadTarget } from './uploading.ts'
export { type Uploads, useUploads } from './use-uploads.ts'
