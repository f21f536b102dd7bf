import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3'
import { newId } from '../ids.ts'
import { BlobMissing, type BlobStore, checkSha256 } from './blob-store.ts'
import { putMultipart } from './s3-multipart.ts'

/** Which S3-compatible store, and how to enter it. */
export interface S3Options {
  /** Address of a store other than Amazon's own. */
  endpoint?: string
  region: string
  bucket: string
  accessKeyId: string
  secretAccessKey: string
  /** Objects larger than this cannot be copied in one request: 5 GiB by S3's own limit. Smaller in tests. */
  copyLimitBytes?: number
}

/** A blob store in a bucket, which can also take over an object of the same bucket. */
export interface S3BlobStore extends BlobStore {
  /** Copies a finished object under its hash and removes it where it was. Harmless when repeated. */
  adopt(key: string, sha256: string): Promise<void>
}

const COPY_LIMIT_BYTES = 5 * 1024 ** 3

/** How the client is configured, for ours and for the uploads' store alike. */
export function s3ClientConfig(options: S3Options): S3ClientConfig {
  return {
    region: options.region,
    credentials: { accessKeyId: options.accessKeyId, secretAccessKey: options.secretAccessKey },
    // Stores other than Amazon's know neither the bucket as a host name nor the checksums in trailers.
    ...(options.endpoint ? { endpoint: options.endpoint, forcePathStyle: true } : {}),
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  }
}

/**
 * Blobs as objects `blobs/abcd…` of a bucket. What comes in is sent in parts under a name of its own while it is hashed,
 * then copied inside the store under its hash: no partial blob is ever visible.
 */
export function s3Blobs(options: S3Options): S3BlobStore {
  const client = new S3Client(s3ClientConfig(options))
  const Bucket = options.bucket
  const keyOf = (sha256: string) => `blobs/${checkSha256(sha256)}`

  const get = async (key: string, range?: string) => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: key, Range: range }))
    if (!(Body instanceof Readable)) throw new Error(`the store answered ${key} without a body`)
    return Body
  }

  const store: S3BlobStore = {
    async put(content) {
      const key = `incoming/${newId()}`
      const hash = createHash('sha256')
      let bytes = 0
      const hashed = async function* (): AsyncGenerator<Uint8Array> {
        for await (const chunk of content as AsyncIterable<Uint8Array>) {
          hash.update(chunk)
          bytes += chunk.byteLength
          yield chunk
        }
      }
      try {
        await putMultipart(client, Bucket, key, hashed())
        const sha256 = hash.digest('hex')
        await store.adopt(key, sha256)
        return { sha256, bytes }
      } catch (error) {
        await client.send(new DeleteObjectCommand({ Bucket, Key: key }))
        throw error
      }
    },

    async adopt(key, sha256) {
      const bytes = await objectBytes(client, Bucket, key)
      if (bytes !== undefined && (await store.bytesOf(sha256)) === undefined) {
        if (bytes > (options.copyLimitBytes ?? COPY_LIMIT_BYTES)) {
          await putMultipart(client, Bucket, keyOf(sha256), await get(key))
        } else {
          await client.send(new CopyObjectCommand({ Bucket, Key: keyOf(sha256), CopySource: `${Bucket}/${key}` }))
        }
      }
      await client.send(new DeleteObjectCommand({ Bucket, Key: key }))
      if ((await store.bytesOf(sha256)) === undefined) throw new BlobMissing(sha256)
    },

    async read(sha256, range) {
      try {
        return await get(keyOf(sha256), range && `bytes=${range.start}-${range.end}`)
      } catch (error) {
        throw isNotFound(error) ? new BlobMissing(sha256) : error
      }
    },

    bytesOf: (sha256) => objectBytes(client, Bucket, keyOf(sha256)),

    async localFile(sha256) {
      const path = join(tmpdir(), `atelier-${newId()}`)
      try {
        await pipeline(await store.read(sha256), createWriteStream(path))
      } catch (error) {
        await rm(path, { force: true })
        throw error
      }
      return { path, release: () => rm(path, { force: true }) }
    },

    async remove(sha256) {
      await client.send(new DeleteObjectCommand({ Bucket, Key: keyOf(sha256) }))
    },

    async sweep(before) {
      // One page is enough: what is over a thousand is found by the next sweep.
      const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'incoming/' }))
      const stale = Contents.filter(
        ({ LastModified }) => LastModified && LastModified.getTime() < before.epochMilliseconds,
      )
      for (const { Key } of stale) await client.send(new DeleteObjectCommand({ Bucket, Key }))
      return stale.length
    },
  }
  return store
}

/** Whether the store says that there is no such object. */
export function isNotFound(error: unknown): boolean {
  return error instanceof Error && ['NotFound', 'NoSuchKey', 'NoSuchUpload'].includes(error.name)
}

async function objectBytes(client: S3Client, Bucket: string, Key: string): Promise<number | undefined> {
  try {
    const { ContentLength } = await client.send(new HeadObjectCommand({ Bucket, Key }))
    return ContentLength
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}
