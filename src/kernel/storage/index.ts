/**
 * Blobs: bytes by their hash, resumable in, ranges out, on disk or in S3. What they are called, whose they are and who
 * may read them is rows elsewhere. Unbreakable: a blob is whole or absent, is never written again, and is what its hash says.
 */
export {
  BlobMissing,
  type BlobStore,
  type ByteRange,
  type Incoming,
  type StoredBlob,
  sha256Of,
} from './blob-store.ts'
export { diskStorage, openStorage, type Storage } from './storage.ts'
export {
  type AnnouncedUpload,
  acceptUploadBodies,
  type ReceivedUpload,
  type UploadDoor,
  uploadDoor,
  uploadProblems,
} from './uploads.ts'
