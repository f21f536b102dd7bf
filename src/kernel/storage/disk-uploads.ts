import { mkdirSync } from 'node:fs'
import { open, readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { FileStore } from '@tus/file-store'
import { ERRORS, Upload } from '@tus/server'
import type { DiskBlobStore } from './disk-blobs.ts'
import { batchWriter, isAbsent, saidPlainly, writeAtomically } from './durable.ts'
import {
  inTurns,
  runningHashes,
  sealWith,
  stageByNotes,
  type UploadArea,
  type UploadNotes,
  type UploadOnShelf,
} from './upload-area.ts'
import { withLease } from './upload-lease.ts'

/**
 * tus's file store, with bytes hashed as they are written and synced before they are acknowledged. Beside the bytes
 * (`ID`) lie its description (`ID.json`) and its notes (`ID.sealed`, `ID.delivered`).
 */
export class DiskUploads extends FileStore implements UploadArea {
  readonly #blobs: DiskBlobStore
  readonly #hashes = runningHashes()
  readonly #notes: UploadNotes
  readonly #inTurn = inTurns()

  constructor(directory: string, blobs: DiskBlobStore, lifeMs: number) {
    mkdirSync(directory, { recursive: true })
    super({ directory, configstore: descriptions(directory), expirationPeriodInMilliseconds: lifeMs })
    this.#blobs = blobs
    this.#notes = {
      read: (id, note) => textOf(join(directory, `${id}.${note}`)),
      write: (id, note, text) => writeAtomically(join(directory, `${id}.${note}`), text),
    }
  }

  /**
   * A connection that is cut leaves what was written before: the answer to "how far" is always the file's own size.
   * tus lets go of an upload as soon as its line breaks, while the last chunk is still being written: hence the turns.
   */
  override write = (readable: Readable, id: string, offset: number) =>
    this.#inTurn(id, () =>
      this.#alone(
        id,
        () => readable.destroy(),
        () => this.#append(readable, id, offset),
      ),
    )

  async #append(readable: Readable, id: string, offset: number): Promise<number> {
    const file = await open(join(this.directory, id), 'r+')
    // What another request or process wrote since tus looked would be counted in a hash that does not know it.
    if ((await file.stat()).size !== offset) {
      await file.close()
      throw ERRORS.INVALID_OFFSET
    }
    const hash = this.#hashes.at(id, offset)
    const out = batchWriter(file, offset)
    let received = offset
    let cut: unknown
    try {
      for await (const chunk of readable) {
        received += chunk.byteLength
        hash?.add(chunk)
        await out.add(chunk)
      }
    } catch (error) {
      cut = error
    }
    try {
      await out.end()
      await file.datasync()
    } catch (error) {
      // What is in the hash but not in the file would be counted twice: its bytes are read again in the end.
      this.#hashes.forget(id)
      throw saidPlainly(error)
    } finally {
      await file.close()
    }
    if (cut !== undefined) throw cut
    return received
  }

  override getUpload = (id: string) => this.#inTurn(id, () => this.peek(id))

  async peek(id: string): Promise<Upload> {
    const description = await this.configstore.get(id)
    if (description && (await this.stageOf(id)) !== 'coming') {
      return new Upload({ ...description, id, offset: description.size ?? 0 })
    }
    return super.getUpload(id)
  }

  stageOf = (id: string) => stageByNotes(this.#notes, id)

  /** Alone, so that nobody holds the file open for writing who could change the blob that it becomes. */
  seal = (id: string) =>
    this.#alone(
      id,
      () => undefined,
      async () => {
        const { size = 0 } = await this.getUpload(id)
        const path = join(this.directory, id)
        return sealWith(
          id,
          this.#notes,
          this.#hashes,
          size,
          async () => this.read(id),
          (sha256) => this.#blobs.adopt(path, sha256),
        )
      },
    )

  #alone<T>(id: string, giveWay: () => void, work: () => Promise<T>): Promise<T> {
    return withLease(join(this.directory, `${id}.lease`), giveWay, work)
  }

  markDelivered = (id: string) => this.#notes.write(id, 'delivered', 'yes')

  async list(): Promise<UploadOnShelf[]> {
    const names = new Set(await readdir(this.directory))
    const ids = [...names].filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length))
    return Promise.all(
      ids.map(async (id) => ({
        id,
        stage: names.has(`${id}.delivered`) ? 'delivered' : names.has(`${id}.sealed`) ? 'sealed' : 'coming',
        begunAt: Temporal.Instant.fromEpochMilliseconds(
          Math.floor((await stat(join(this.directory, `${id}.json`))).mtimeMs),
        ),
      })),
    )
  }

  async forget(id: string): Promise<void> {
    this.#hashes.forget(id)
    for (const ending of ['', '.sealed', '.delivered', '.lease', '.lease.wanted', '.json']) {
      await rm(join(this.directory, `${id}${ending}`), { force: true })
    }
  }

  override remove = (id: string) => this.forget(id)
}

function descriptions(directory: string) {
  const pathOf = (id: string) => join(directory, `${id}.json`)
  return {
    async get(id: string): Promise<Upload | undefined> {
      const text = await textOf(pathOf(id))
      return text === undefined ? undefined : JSON.parse(text)
    },
    set: (id: string, upload: Upload) => writeAtomically(pathOf(id), JSON.stringify(upload)),
    delete: (id: string) => rm(pathOf(id), { force: true }),
  }
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (isAbsent(error)) return undefined
    throw error
  }
}
