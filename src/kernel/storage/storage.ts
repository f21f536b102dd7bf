import { join } from 'node:path'
import type { Config } from '../config.ts'
import type { BlobStore } from './blob-store.ts'
import { diskBlobs } from './disk-blobs.ts'
import { DiskUploads } from './disk-uploads.ts'
import { type S3Options, s3Blobs } from './s3-blobs.ts'
import { S3Uploads } from './s3-uploads.ts'
import type { UploadArea } from './upload-area.ts'

/** Where files are kept: blobs for good, uploads until they are whole. */
export interface Storage {
  blobs: BlobStore
  uploads: UploadArea
}

/** How long an unfinished upload waits for its sender to come back. */
export const UPLOAD_LIFE_MS = 7 * 24 * 3600 * 1000

/** Files in a folder of this machine's; `files/` under DATA_DIR. */
export function diskStorage(folder: string, lifeMs = UPLOAD_LIFE_MS): Storage {
  const blobs = diskBlobs(folder)
  return lazily(blobs, () => new DiskUploads(join(folder, 'uploads'), blobs, lifeMs))
}

/** Files in a bucket. */
export function s3Storage(options: S3Options, lifeMs = UPLOAD_LIFE_MS): Storage {
  const blobs = s3Blobs(options)
  return lazily(blobs, () => new S3Uploads(options, blobs, lifeMs))
}

/** The store that the settings name: S3 where an endpoint is given, else the disk. */
export function openStorage(config: Config): Storage {
  const { S3_ENDPOINT, S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY, S3_REGION } = config
  if (S3_ENDPOINT && S3_BUCKET && S3_ACCESS_KEY_ID && S3_SECRET_ACCESS_KEY) {
    return s3Storage({
      endpoint: S3_ENDPOINT,
      region: S3_REGION,
      bucket: S3_BUCKET,
      accessKeyId: S3_ACCESS_KEY_ID,
      secretAccessKey: S3_SECRET_ACCESS_KEY,
    })
  }
  return diskStorage(join(config.DATA_DIR, 'files'))
}

/** A process that takes no uploads makes no folder for them. */
function lazily(blobs: BlobStore, open: () => UploadArea): Storage {
  let uploads: UploadArea | undefined
  return {
    blobs,
    get uploads() {
      uploads ??= open()
      return uploads
    },
  }
}
