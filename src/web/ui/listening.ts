/** The outline of a sound as `GET …/files/{file}/peaks` gives it: for each bar the lowest and highest sample, ±127. */
export interface SoundPeaks {
  seconds: number
  secondsPerBar: number
  min: readonly number[]
  max: readonly number[]
}

/** A version of a deliverable, to be listened to. */
export interface SoundVersion {
  id: string
  /** `v3`. */
  label: string
  /** What is known of its file: `48 kHz · 32 bit · 3:42`. */
  facts?: string
  /** Where the sound (a preview, or the original) comes from. */
  url: string
  peaks: SoundPeaks
  /** Integrated loudness, where it was measured. */
  lufs?: number | null
}

/**
 * How far each version is turned down (0 to 1) so that all are as loud as the quietest: one compares the mix, not the
 * level. Nothing is ever turned up, so nothing clips.
 */
export function gains(versions: readonly SoundVersion[]): Record<string, number> {
  const measured = versions.flatMap(({ lufs }) => (typeof lufs === 'number' ? [lufs] : []))
  const quietest = Math.min(...measured)
  return Object.fromEntries(
    versions.map(({ id, lufs }) => [id, typeof lufs === 'number' ? 10 ** ((quietest - lufs) / 20) : 1]),
  )
}

/** Seconds as a player shows them: `1:35`, `1:02:07`. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  const shown = parts[0] === 0 ? parts.slice(1) : parts
  return shown.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0'))).join(':')
}

/** Outline for the bars: for each the largest excursion, 0 to 1. */
export function outline({ min, max }: SoundPeaks): number[] {
  return max.map((high, index) => Math.max(Math.abs(high), Math.abs(min[index] ?? 0)) / 127)
}
