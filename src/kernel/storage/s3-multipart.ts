import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import type { Incoming } from './blob-store.ts'

/** S3 takes at most 10,000 parts, none but the last under 5 MiB. Ours grow so that 5 TiB fit in them. */
const FIRST_PART_BYTES = 8 * 1024 ** 2
const PARTS_OF_ONE_SIZE = 1000

/**
 * Sends a stream of unknown length as one object, in parts, one at a time: memory holds a single part. What fits in the
 * first part goes in one plain request. On failure nothing is left behind but what S3 aborts.
 */
export async function putMultipart(client: S3Client, Bucket: string, Key: string, content: Incoming): Promise<void> {
  const parts = inParts(content)
  const first = await parts.next()
  const head = first.done ? new Uint8Array() : first.value
  if (head.byteLength < FIRST_PART_BYTES) {
    await client.send(new PutObjectCommand({ Bucket, Key, Body: head }))
    return
  }
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key }))
  try {
    const sent: { ETag: string | undefined; PartNumber: number }[] = []
    const send = async (Body: Uint8Array) => {
      const PartNumber = sent.length + 1
      const { ETag } = await client.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }))
      sent.push({ ETag, PartNumber })
    }
    await send(head)
    for await (const part of parts) await send(part)
    await client.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts: sent } }))
  } catch (error) {
    await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }))
    throw error
  }
}

async function* inParts(content: Incoming): AsyncGenerator<Uint8Array> {
  let number = 0
  let size = FIRST_PART_BYTES
  let pending: Uint8Array[] = []
  let pendingBytes = 0
  for await (const chunk of content) {
    let rest: Uint8Array = chunk
    while (pendingBytes + rest.byteLength >= size) {
      const taken = size - pendingBytes
      yield Buffer.concat([...pending, rest.subarray(0, taken)])
      rest = rest.subarray(taken)
      pending = []
      pendingBytes = 0
      number += 1
      if (number % PARTS_OF_ONE_SIZE === 0) size *= 2
    }
    if (rest.byteLength > 0) {
      pending.push(rest)
      pendingBytes += rest.byteLength
    }
  }
  if (pendingBytes > 0) yield Buffer.concat(pending)
}
