import type { Peaks } from './peaks.ts'
import type { SoundFormat } from './sound-file.ts'

/** What was learned from reading a sound once from end to end. */
export interface SoundReading extends SoundFormat {
  seconds: number
  /** Integrated loudness, by which two versions are matched in A/B (R9). */
  loudnessLufs: number | null
  /** Highest sample; null for silence. */
  peakDbfs: number | null
  /** About two thousand bars: the waveform as one sees it at once. */
  outline: Peaks
  /** Up to sixteen times finer, for zooming in. */
  detail: Peaks
}

/** What the thread that reads is started with. */
export interface SoundOrder {
  path: string
  previewPath?: string
}

/** What it answers. */
export type SoundAnswer = { read: SoundReading } | { unreadable: string }
