import { type ChildProcess, fork } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sha256Of } from './blob-store.ts'
import { diskBlobs } from './disk-blobs.ts'

/** A process of its own, with nothing but uploads. */
async function start(folder: string): Promise<{ process: ChildProcess; url: string }> {
  const process = fork(new URL('../../../test/upload-process.ts', import.meta.url), [folder], { execArgv: [] })
  const [{ url }] = await once(process, 'message')
  return { process, url }
}

async function kill(server: ChildProcess): Promise<void> {
  const gone = once(server, 'exit')
  server.kill('SIGKILL')
  await gone
}

const tus = { 'tus-resumable': '1.0.0' }
const part = (offset: number) => ({
  ...tus,
  'content-type': 'application/offset+octet-stream',
  'upload-offset': String(offset),
})

test('a server that is killed in the middle of an upload, again and again, loses none of what it acknowledged', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-killed-'))
  const whole = randomBytes(6_000_000)
  let server = await start(folder)
  const begun = await fetch(`${server.url}/uploads`, {
    method: 'POST',
    headers: { ...tus, 'upload-length': String(whole.byteLength) },
  })
  const path = begun.headers.get('location') ?? ''
  let acknowledged = 0
  for (let round = 0; round < 6; round++) {
    const sent = await fetch(`${server.url}${path}`, {
      method: 'PATCH',
      headers: part(acknowledged),
      body: whole.subarray(acknowledged, acknowledged + 300_000),
    })
    expect(sent.status).toBe(204)
    acknowledged = Number(sent.headers.get('upload-offset'))
    const dying = request(`${server.url}${path}`, {
      method: 'PATCH',
      headers: { ...part(acknowledged), 'content-length': whole.byteLength - acknowledged },
    })
    dying.on('error', () => undefined)
    await new Promise<void>((resolve) =>
      dying.write(whole.subarray(acknowledged, acknowledged + 500_000), () => resolve()),
    )
    await kill(server.process)
    server = await start(folder)
    const asked = await fetch(`${server.url}${path}`, { method: 'HEAD', headers: tus })
    const offset = Number(asked.headers.get('upload-offset'))
    expect(offset).toBeGreaterThanOrEqual(acknowledged)
    acknowledged = offset
  }
  const last = await fetch(`${server.url}${path}`, {
    method: 'PATCH',
    headers: part(acknowledged),
    body: whole.subarray(acknowledged),
  })
  expect(last.status).toBe(204)
  await kill(server.process)
  const sha256 = createHash('sha256').update(whole).digest('hex')
  expect(await sha256Of(await diskBlobs(folder).read(sha256))).toEqual({ sha256, bytes: whole.byteLength })
  await rm(folder, { recursive: true })
})
