import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Ctx, Scope } from '../../kernel/context.ts'
import { publish } from '../../kernel/events/event.ts'
import { defineTask, type Task } from '../../kernel/jobs/jobs.ts'
import { type Peaks, readPicture, readSound, UnreadablePicture, UnreadableSound } from '../../kernel/media/index.ts'
import type { Services } from '../../kernel/services.ts'
import type { BlobStore } from '../../kernel/storage/index.ts'
import { among, type FileRow, subjectOf, toldOf } from './access.ts'
import type { Derived } from './describe.ts'
import { fileDerived } from './events.ts'
import { keepDerived, READ_FILE } from './receive.ts'
import { type FileFacts, fileAccess, files, type READING_STATES } from './tables.ts'

/** What reading a file's content gave. */
interface Outcome {
  reading: (typeof READING_STATES)[number]
  facts: FileFacts
  derived: Derived[]
}

/** Reads a file's content in the background, and keeps what can be made of it: outline, preview, thumbnail (R8). */
export function readFileTask({ database, storage }: Services): Task {
  return defineTask({
    name: READ_FILE,
    lane: 'slow',
    payload: z.object({ studioId: z.uuid(), fileId: z.uuid() }),
    run: async ({ studioId, fileId }, job) => {
      const scope: Scope = { studioId, actor: { kind: 'system' }, request: { id: `job:${job.id}` } }
      const file = await database.transaction(scope, (ctx) => waiting(ctx, fileId))
      if (!file) return
      const outcome = await readContent(storage.blobs, file)
      await database.transaction(scope, (ctx) => keep(ctx, file, outcome))
    },
  })
}

async function waiting(ctx: Ctx, fileId: string): Promise<FileRow | undefined> {
  const [file] = await ctx.tx
    .select()
    .from(files)
    .where(and(among(ctx, { fileIds: [fileId] }), eq(files.reading, 'waiting')))
  return file
}

async function readContent(store: BlobStore, file: FileRow): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-read-'))
  const original = await store.localFile(file.sha256)
  try {
    const made =
      file.kind === 'sound'
        ? await ofSound(store, original.path, folder)
        : await ofPicture(store, original.path, folder)
    return { reading: 'read', ...made }
  } catch (error) {
    if (!(error instanceof UnreadableSound || error instanceof UnreadablePicture)) throw error
    return { reading: 'unreadable', facts: {}, derived: [] }
  } finally {
    await original.release()
    await rm(folder, { recursive: true, force: true })
  }
}

async function ofSound(store: BlobStore, path: string, folder: string) {
  const previewPath = join(folder, 'preview.mp3')
  const { outline, detail, container: _container, ...facts } = await readSound(path, { previewPath })
  const outlined = (peaks: Peaks) => [Buffer.from(JSON.stringify(inNumbers(peaks, facts.seconds, facts.sampleRateHz)))]
  return {
    facts,
    derived: [
      await derive(store, 'peaks', 'application/json', outlined(outline)),
      await derive(store, 'detail', 'application/json', outlined(detail)),
      await derive(store, 'preview', 'audio/mpeg', createReadStream(previewPath)),
    ],
  }
}

async function ofPicture(store: BlobStore, path: string, folder: string) {
  const thumbnailPath = join(folder, 'thumbnail.webp')
  const { width, height } = await readPicture(path, thumbnailPath)
  return {
    facts: { width, height },
    derived: [await derive(store, 'thumbnail', 'image/webp', createReadStream(thumbnailPath))],
  }
}

async function derive(
  store: BlobStore,
  kind: Derived['kind'],
  mediaType: string,
  bytes: Parameters<BlobStore['put']>[0],
): Promise<Derived> {
  return { kind, mediaType, ...(await store.put(bytes)) }
}

/** The outline as the player reads it: lowest and highest of each bar, −127 to 127. */
function inNumbers({ framesPerBar, min, max }: Peaks, seconds: number, sampleRateHz: number) {
  return { seconds, secondsPerBar: framesPerBar / sampleRateHz, min: [...min], max: [...max] }
}

async function keep(ctx: Ctx, file: FileRow, { reading, facts, derived }: Outcome): Promise<void> {
  const [changed] = await ctx.tx
    .update(files)
    .set({ reading, facts })
    .where(and(among(ctx, { fileIds: [file.id] }), eq(files.reading, 'waiting')))
    .returning()
  if (!changed) return
  await keepDerived(ctx, file.id, derived)
  const holders = await ctx.tx
    .select({ membershipId: fileAccess.membershipId })
    .from(fileAccess)
    .where(and(eq(fileAccess.studioId, ctx.studioId), eq(fileAccess.fileId, file.id)))
  await publish(ctx, fileDerived, {
    subject: subjectOf(file),
    payload: { ...toldOf(changed), reading, derived: derived.map((one) => one.kind) },
    audience: holders.flatMap((row) => row.membershipId ?? []),
  })
}
