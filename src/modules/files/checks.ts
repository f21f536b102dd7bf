import { asc, gt } from 'drizzle-orm'
import type { Check } from '../../kernel/check.ts'
import type { Database } from '../../kernel/database/door.ts'
import { PLATFORM_STUDIO_ID } from '../../kernel/ids.ts'
import { type BlobStore, sha256Of } from '../../kernel/storage/index.ts'
import { blobs } from './tables.ts'

/** Blobs that are read from the table at once. */
const PAGE = 500
/** Findings that one run names at most. */
const MOST = 100

/** Every blob that a row names is in the store, with its length and the bytes of its own hash (R8, R10). */
export const filesCheck: Check = {
  name: 'files.blobs',
  thorough: true,
  run: async ({ database, storage }) => {
    const findings: string[] = []
    for (let page = await pageAfter(database, ''); page.length > 0; page = await pageAfter(database, last(page))) {
      for (const blob of page) {
        const finding = await lookAt(storage.blobs, blob)
        if (finding) findings.push(finding)
        if (findings.length === MOST) return findings
      }
    }
    return findings
  },
}

interface Blob {
  sha256: string
  bytes: number
}

function pageAfter(database: Database, sha256: string): Promise<Blob[]> {
  const scope = { studioId: PLATFORM_STUDIO_ID, actor: { kind: 'system' }, request: { id: 'check' } } as const
  return database.asOperator(scope, (ctx) =>
    ctx.tx
      .select({ sha256: blobs.sha256, bytes: blobs.bytes })
      .from(blobs)
      .where(gt(blobs.sha256, sha256))
      .orderBy(asc(blobs.sha256))
      .limit(PAGE),
  )
}

const last = (page: readonly Blob[]) => page.at(-1)?.sha256 ?? ''

async function lookAt(store: BlobStore, { sha256, bytes }: Blob): Promise<string | undefined> {
  const there = await store.bytesOf(sha256)
  if (there === undefined) return `blob ${sha256} is not in the store`
  if (there !== bytes) return `blob ${sha256} has ${there} bytes instead of ${bytes}`
  const read = await sha256Of(await store.read(sha256))
  return read.sha256 === sha256 ? undefined : `blob ${sha256} has other bytes than those of its hash`
}
