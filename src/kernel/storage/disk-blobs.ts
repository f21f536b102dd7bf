import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { newId } from '../ids.ts'
import { BlobMissing, type BlobStore, checkSha256, type Incoming, type StoredBlob } from './blob-store.ts'
import { batchWriter, isAbsent, renameDurably, saidPlainly } from './durable.ts'

/** A blob store on this machine's disk, which can also take over a file that lies on the same disk. */
export interface DiskBlobStore extends BlobStore {
  /** Gives a finished, synced file its place under its hash without copying it. Harmless when repeated. */
  adopt(path: string, sha256: string): Promise<void>
}

/**
 * Blobs as files of one folder: `blobs/ab/cd/abcd…`, two levels of 256 folders, so that none grows large. Bytes come in
 * under a name of their own in `incoming/`, are synced, and only then renamed: no partial blob is ever visible.
 */
export function diskBlobs(folder: string): DiskBlobStore {
  const incoming = join(folder, 'incoming')
  const pathOf = (sha256: string) => {
    checkSha256(sha256)
    return join(folder, 'blobs', sha256.slice(0, 2), sha256.slice(2, 4), sha256)
  }

  const store: DiskBlobStore = {
    async put(content) {
      await mkdir(incoming, { recursive: true })
      const draft = join(incoming, newId())
      try {
        const blob = await writeHashed(draft, content)
        await store.adopt(draft, blob.sha256)
        return blob
      } catch (error) {
        await rm(draft, { force: true })
        throw saidPlainly(error)
      }
    },

    async adopt(path, sha256) {
      const place = pathOf(sha256)
      if (await exists(place)) {
        await rm(path, { force: true })
        return
      }
      await renameDurably(path, place)
    },

    async read(sha256, range) {
      const path = pathOf(sha256)
      const file = await open(path, 'r').catch((error) => {
        throw isAbsent(error) ? new BlobMissing(sha256) : error
      })
      return createReadStream(path, { fd: file, ...range, highWaterMark: 256 * 1024 })
    },

    async bytesOf(sha256) {
      try {
        return (await stat(pathOf(sha256))).size
      } catch (error) {
        if (isAbsent(error)) return undefined
        throw error
      }
    },

    async localFile(sha256) {
      const path = pathOf(sha256)
      if (!(await exists(path))) throw new BlobMissing(sha256)
      return { path, release: async () => {} }
    },

    async remove(sha256) {
      await rm(pathOf(sha256), { force: true })
    },

    async sweep(before) {
      await mkdir(incoming, { recursive: true })
      const drafts = (await readdir(incoming)).map((name) => join(incoming, name))
      const left = await Promise.all(
        drafts.map(async (draft) => (await stat(draft)).mtimeMs < before.epochMilliseconds && draft),
      )
      const stale = left.filter((draft) => draft !== false)
      await Promise.all(stale.map((draft) => rm(draft, { force: true })))
      return stale.length
    },
  }
  return store
}

async function writeHashed(path: string, content: Incoming): Promise<StoredBlob> {
  const hash = createHash('sha256')
  const file = await open(path, 'wx')
  const out = batchWriter(file, 0)
  let bytes = 0
  try {
    for await (const chunk of content) {
      hash.update(chunk)
      bytes += chunk.byteLength
      await out.add(chunk)
    }
    await out.end()
    await file.sync()
  } finally {
    await file.close()
  }
  return { sha256: hash.digest('hex'), bytes }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error) => {
      if (isAbsent(error)) return false
      throw error
    },
  )
}
