import { Readable, Transform } from 'node:stream'
import { S3 } from '@aws-sdk/client-s3'
import { S3Store } from '@tus/s3-store'
import { ERRORS } from '@tus/server'
import { isNotFound, type S3BlobStore, type S3Options, s3ClientConfig } from './s3-blobs.ts'
import {
  inTurns,
  runningHashes,
  sealWith,
  stageByNotes,
  type UploadArea,
  type UploadNotes,
  type UploadOnShelf,
} from './upload-area.ts'

const PREFIX = 'uploads/'

/**
 * tus's S3 store under the prefix `uploads/`, with bytes hashed as they pass. Beside the object (`ID`) lie its
 * description (`ID.info`), a rest too small for a part (`ID.part`) and its notes (`ID.sealed`, `ID.delivered`).
 */
export class S3Uploads extends S3Store implements UploadArea {
  readonly #blobs: S3BlobStore
  readonly #hashes = runningHashes()
  readonly #notes: UploadNotes
  readonly #inTurn = inTurns()
  readonly #tags = new Map<string, string>()

  constructor(options: S3Options, blobs: S3BlobStore, lifeMs: number) {
    super({
      s3ClientConfig: { ...s3ClientConfig(options), bucket: options.bucket },
      expirationPeriodInMilliseconds: lifeMs,
      useTags: false,
    })
    this.#blobs = blobs
    this.client = prefixing(new S3(s3ClientConfig(options)))
    const Bucket = options.bucket
    this.#notes = {
      read: async (id, note) => {
        try {
          const { Body } = await this.client.getObject({ Bucket, Key: `${id}.${note}` })
          return await Body?.transformToString()
        } catch (error) {
          if (isNotFound(error)) return undefined
          throw error
        }
      },
      write: async (id, note, text) => {
        await this.client.putObject({ Bucket, Key: `${id}.${note}`, Body: text })
      },
    }
  }

  /**
   * When the line breaks, what has come in is stored like any other end: parts are large, and a client on a bad line
   * would otherwise never get to the end of one. tus does not wait for that: hence the turns.
   */
  override write = (source: Readable, id: string, offset: number) =>
    this.#inTurn(id, () => this.#append(source, id, offset))

  async #append(source: Readable, id: string, offset: number): Promise<number> {
    // What another request wrote since tus looked would be counted in a hash that does not know it.
    if ((await super.getUpload(id)).offset !== offset) throw ERRORS.INVALID_OFFSET
    const hash = this.#hashes.at(id, offset)
    const hashed = new Transform({
      transform(chunk, _encoding, done) {
        hash?.add(chunk)
        done(null, chunk)
      },
    })
    const end = () => void (hashed.writableEnded || hashed.end())
    source.on('error', end).on('close', end)
    if (source.destroyed) end()
    try {
      return await super.write(source.pipe(hashed), id, offset)
    } catch (error) {
      // What came in but was not stored is in the hash: it is worth nothing then, and the object is read in the end.
      this.#hashes.forget(id)
      throw error
    }
  }

  /**
   * Another process may write to the same upload, and the object would hold its parts under a hash of ours. So each part
   * is remembered by its tag, which S3 checks on completion; where it is not ours, the object is read in the end.
   */
  protected override async uploadPart(...[metadata, source, number]: Parameters<S3Store['uploadPart']>) {
    const tag = await super.uploadPart(metadata, source, number)
    this.#tags.set(`${metadata.file.id}/${number}`, tag)
    return tag
  }

  protected override async uploadIncompletePart(...[id, source]: Parameters<S3Store['uploadIncompletePart']>) {
    const tag = await super.uploadIncompletePart(id, source)
    this.#tags.set(`${id}/rest`, tag)
    return tag
  }

  protected override async getIncompletePart(id: string): Promise<Readable | undefined> {
    try {
      const { Body, ETag } = await this.client.getObject({ Bucket: this.bucket, Key: this.partKey(id, true) })
      if (ETag !== this.#tags.get(`${id}/rest`)) this.#hashes.forget(id)
      return Body instanceof Readable ? Body : undefined
    } catch (error) {
      if (isNotFound(error)) return undefined
      throw error
    }
  }

  protected override async finishMultipartUpload(...[metadata, parts]: Parameters<S3Store['finishMultipartUpload']>) {
    const { id } = metadata.file
    const known = parts.every(({ ETag, PartNumber }) => ETag === this.#tags.get(`${id}/${PartNumber}`))
    if (!known) this.#hashes.forget(id)
    for (const { PartNumber } of parts) this.#tags.delete(`${id}/${PartNumber}`)
    this.#tags.delete(`${id}/rest`)
    return super.finishMultipartUpload(metadata, parts)
  }

  override getUpload = (id: string) => this.#inTurn(id, () => this.peek(id))

  peek(id: string) {
    return super.getUpload(id)
  }

  stageOf = (id: string) => stageByNotes(this.#notes, id)

  async seal(id: string) {
    const { size = 0 } = await this.getUpload(id)
    return sealWith(
      id,
      this.#notes,
      this.#hashes,
      size,
      async () => (size ? this.read(id) : Readable.from([])),
      // Of an upload without bytes tus makes no object.
      async (sha256) => void (await (size ? this.#blobs.adopt(`${PREFIX}${id}`, sha256) : this.#blobs.put([]))),
    )
  }

  markDelivered = (id: string) => this.#notes.write(id, 'delivered', 'yes')

  async list(): Promise<UploadOnShelf[]> {
    const found: { name: string; at: Date }[] = []
    let from: string | undefined
    do {
      const page = await this.client.listObjectsV2({ Bucket: this.bucket, Prefix: PREFIX, ContinuationToken: from })
      for (const { Key, LastModified } of page.Contents ?? []) {
        if (Key && LastModified) found.push({ name: Key.slice(PREFIX.length), at: LastModified })
      }
      from = page.NextContinuationToken
    } while (from)
    const names = new Set(found.map(({ name }) => name))
    return found
      .filter(({ name }) => name.endsWith('.info'))
      .map(({ name, at }) => {
        const id = name.slice(0, -'.info'.length)
        const stage = names.has(`${id}.delivered`) ? 'delivered' : names.has(`${id}.sealed`) ? 'sealed' : 'coming'
        return { id, stage, begunAt: Temporal.Instant.fromEpochMilliseconds(at.getTime()) }
      })
  }

  async forget(id: string): Promise<void> {
    this.#hashes.forget(id)
    await this.clearCache(id)
    const metadata = await this.getMetadata(id).catch((error) => {
      if (isNotFound(error)) return undefined
      throw error
    })
    if (metadata) {
      await this.client
        .abortMultipartUpload({ Bucket: this.bucket, Key: id, UploadId: metadata['upload-id'] })
        .catch((error) => {
          if (!isNotFound(error)) throw error
        })
    }
    for (const ending of ['', '.part', '.sealed', '.delivered', '.info']) {
      await this.client.deleteObject({ Bucket: this.bucket, Key: `${id}${ending}` })
    }
    await this.clearCache(id)
  }

  override remove = (id: string) => this.forget(id)
}

/** tus puts uploads at the bucket's root, where they would lie among all else; here every key gets the prefix. */
function prefixing(client: S3): S3 {
  client.middlewareStack.add(
    (next) => (args) =>
      next('Key' in args.input ? { ...args, input: { ...args.input, Key: `${PREFIX}${args.input.Key}` } } : args),
    { step: 'initialize', name: 'prefixUploads', priority: 'high' },
  )
  return client
}
