import { DetailedError, type PreviousUpload, Upload, type UploadOptions } from 'tus-js-client'
import { type Pace, pace } from './pace.ts'

/** What a file is sent for. */
export interface UploadTarget {
  /** Slug or id of the studio. */
  studio: string
  /** The profile as which it is sent; left out where the person has one only. */
  profile?: string
  /** What the file will belong to (`thread`, `project` …), and which. */
  subjectType: string
  subjectId: string
}

/** How an upload stands. Amounts in bytes. */
export type UploadState =
  | { state: 'waiting' }
  | ({ state: 'sending' } & Pace)
  /** By the person. */
  | { state: 'paused'; sentBytes: number }
  /** The line is cut; it goes on by itself. */
  | { state: 'interrupted'; sentBytes: number }
  /** All of it is there: the id of the file. */
  | { state: 'done'; fileId: string }
  /** It will not go on by itself: the problem's code and sentence, where the server said one. */
  | { state: 'failed'; code: string; sentence?: string }

export interface RunningUpload {
  pause(): void
  resume(): void
  /** Gives it up, on the server too. */
  cancel(): Promise<void>
}

/** A part is announced as received after so many bytes: what a lost line can cost, at most, behind a buffering proxy. */
const PART_BYTES = 32 * 1024 ** 2
/** Waits between attempts, in ms; the last one for as long as it takes. */
const RETRY_MS = [0, 500, 1000, 2000, 4000, 8000, 15_000]
/** Attempts without any progress before a person is asked: with the waits, well over a day. */
const ATTEMPTS = 6000

/**
 * Sends a file so that it survives a lost line and a reload (R8): the same file for the same target goes on where the
 * server has it. Tells every change to `tell`.
 */
export function startUpload(
  file: File,
  target: UploadTarget,
  tell: (state: UploadState) => void,
  options: Partial<UploadOptions> = {},
): RunningUpload {
  const meter = pace(file.size)
  let sentBytes = 0
  let held = false
  const upload: Upload = new Upload(file, {
    ...options,
    endpoint: options.endpoint ?? `/api/studios/${encodeURIComponent(target.studio)}/uploads`,
    headers: { ...options.headers, ...(target.profile ? { 'Atelier-Profile': target.profile } : {}) },
    metadata: {
      filename: file.name,
      filetype: file.type,
      subjectType: target.subjectType,
      subjectId: target.subjectId,
    },
    fingerprint: async () => fingerprintOf(file, target),
    removeFingerprintOnSuccess: true,
    chunkSize: PART_BYTES,
    retryDelays: Array.from(
      { length: ATTEMPTS },
      (_, attempt) => RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)] ?? 0,
    ),
    onAfterResponse: (request, response) => {
      // tus-js-client begins anew whenever the question "how far" fails: right where the upload is gone, but a server
      // that restarts, or a session that ran out, must not cost what was sent.
      const status = response.getStatus()
      if (request.getMethod() === 'HEAD' && status >= 400 && ![404, 410, 423].includes(status)) {
        throw new NoAnswer(status, response.getBody())
      }
    },
    onShouldRetry: (error) => {
      const again = goesOn(statusOf(error))
      if (again) tell({ state: 'interrupted', sentBytes })
      return again
    },
    onProgress: (sent) => {
      sentBytes = sent
      tell({ state: 'sending', ...meter.at(sent, performance.now()) })
    },
    onSuccess: () => tell({ state: 'done', fileId: idIn(upload.url) }),
    onError: (error) => tell({ state: 'failed', ...wordsOf(error) }),
  })

  const start = async () => {
    const [latest] = await previousOf(upload)
    if (latest) upload.resumeFromPreviousUpload(latest)
    if (!held) upload.start()
  }
  tell({ state: 'waiting' })
  void start()
  return {
    pause() {
      held = true
      void upload.abort()
      tell({ state: 'paused', sentBytes })
    },
    resume() {
      held = false
      meter.rest()
      upload.start()
    },
    cancel() {
      held = true
      return upload.abort(true)
    },
  }
}

/**
 * What an unfinished upload is found by after a reload. It names what the file belongs to, so that one file sent to two
 * chats is two uploads.
 */
export function fingerprintOf(file: File, target: UploadTarget): string {
  const parts = [file.name, file.type, file.size, file.lastModified]
  return `${fingerprintsFor(target)},${JSON.stringify(parts).slice(1)}`
}

/** How all of a target's fingerprints begin. */
export function fingerprintsFor({ studio, profile, subjectType, subjectId }: UploadTarget): string {
  return `atelier-upload:${JSON.stringify([studio, profile ?? '', subjectType, subjectId]).slice(0, -1)}`
}

async function previousOf(upload: Upload): Promise<PreviousUpload[]> {
  const found = await upload.findPreviousUploads()
  return found.sort((a, b) => b.creationTime.localeCompare(a.creationTime))
}

/** Whether it is worth going on by itself: not where the server has understood, and refuses. */
function goesOn(status: number): boolean {
  return status < 400 || status >= 500 || [408, 409, 423, 429].includes(status)
}

/** The server could not say how far the upload is. */
class NoAnswer extends Error {
  readonly status: number
  readonly body: string

  constructor(status: number, body: string) {
    super(`the server answered ${status}`)
    this.status = status
    this.body = body
  }
}

/** The status that an attempt failed with; 0 where there was no answer at all. */
function statusOf(error: unknown): number {
  if (!(error instanceof DetailedError)) return 0
  return error.causingError instanceof NoAnswer ? error.causingError.status : (error.originalResponse?.getStatus() ?? 0)
}

function bodyOf(error: unknown): string {
  if (!(error instanceof DetailedError)) return ''
  return error.causingError instanceof NoAnswer ? error.causingError.body : (error.originalResponse?.getBody() ?? '')
}

function wordsOf(error: unknown): { code: string; sentence?: string } {
  try {
    const { code, title }: { code?: unknown; title?: unknown } = JSON.parse(bodyOf(error))
    if (typeof code === 'string') return { code, ...(typeof title === 'string' ? { sentence: title } : {}) }
  } catch {
    // Not a problem of ours: a proxy's page, or no answer at all.
  }
  return { code: 'unreachable' }
}

function idIn(url: string | null): string {
  return url?.split('/').at(-1) ?? ''
}
