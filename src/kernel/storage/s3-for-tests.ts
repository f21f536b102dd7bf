import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import S3rver from 's3rver'
import type { S3Options } from './s3-blobs.ts'

/** A server that speaks S3 on a free port of loopback, with one empty bucket. For tests: close it in the end. */
export async function startS3(): Promise<{ options: S3Options; close: () => Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'atelier-s3-'))
  const bucket = 'atelier'
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory,
    configureBuckets: [{ name: bucket, configs: [] }],
  })
  const { port } = await server.run()
  return {
    options: {
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      bucket,
      accessKeyId: 'S3RVER',
      secretAccessKey: 'S3RVER',
    },
    close: async () => {
      await server.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
