/** A way to lay sound down as bytes: what a player or a meter must know of a file. */
export interface SoundFormat {
  container: 'wav' | 'aiff' | 'flac' | 'mp3'
  sampleRateHz: number
  channels: number
  /** Bits of a sample; null where the format has none (MP3). */
  bitDepth: number | null
}

/** Some frames of sound: an array for each channel, all of one length, full scale at ±1. */
export type Frames = readonly Float32Array[]

/** A sound file that is being decoded, from its beginning to its end, a few thousand frames at a time. */
export interface OpenSound {
  format: SoundFormat
  frames: AsyncIterable<Frames>
}

/** The bytes are no sound that we can decode. Trying again will not help. */
export class UnreadableSound extends Error {
  override name = 'UnreadableSound'
}
