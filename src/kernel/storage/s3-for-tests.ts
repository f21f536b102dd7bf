import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import S3rver from 's3rver'
import type { S3Options } from './s3-blobs.ts'

/**
 * A server that speaks S3 on a free port of loopback, with one empty bucket. For tests: close it in the end.
 * It is s3rver, and before it the two requests on parts that s3rver lacks: to list them, and to abort.
 */
export async function startS3(): Promise<{ options: S3Options; close: () => Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'atelier-s3-'))
  const bucket = 'atelier'
  const s3rver = new S3rver({ silent: true, directory, configureBuckets: [{ name: bucket, configs: [] }] })
  await s3rver.configureBuckets()
  const answer = s3rver.callback()
  const parts = partsKnown()
  const server = createServer((request, response) => {
    if (!parts.answers(request, response)) answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    options: {
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      bucket,
      accessKeyId: 'S3RVER',
      secretAccessKey: 'S3RVER',
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await rm(directory, { recursive: true, force: true })
    },
  }
}

function partsKnown() {
  const uploads = new Map<string, Map<number, { bytes: number; etag: string }>>()

  function answers(request: IncomingMessage, response: ServerResponse): boolean {
    const query = new URL(request.url ?? '/', 'http://s3').searchParams
    const uploadId = query.get('uploadId')
    if (uploadId === null) return false
    if (request.method === 'PUT') {
      const number = Number(query.get('partNumber'))
      const bytes = Number(request.headers['content-length'])
      response.on('finish', () => {
        const known = uploads.get(uploadId) ?? new Map()
        uploads.set(uploadId, known.set(number, { bytes, etag: String(response.getHeader('etag')) }))
      })
      return false
    }
    if (request.method === 'POST') {
      response.on('finish', () => uploads.set(uploadId, ENDED))
      return false
    }
    const known = uploads.get(uploadId)
    if (known === ENDED) return xml(response, 404, '<Error><Code>NoSuchUpload</Code></Error>')
    if (request.method === 'DELETE') {
      uploads.set(uploadId, ENDED)
      response.writeHead(204).end()
      return true
    }
    const listed = [...(known ?? [])].map(
      ([number, { bytes, etag }]) =>
        `<Part><PartNumber>${number}</PartNumber><ETag>${etag}</ETag><Size>${bytes}</Size></Part>`,
    )
    return xml(response, 200, `<ListPartsResult>${listed.join('')}</ListPartsResult>`)
  }
  return { answers }
}

const ENDED = new Map<number, { bytes: number; etag: string }>()

function xml(response: ServerResponse, status: number, body: string): true {
  response
    .writeHead(status, { 'content-type': 'application/xml' })
    .end(`<?xml version="1.0" encoding="UTF-8"?>\n${body}`)
  return true
}
