/** What sounds and pictures are, and what can be made of them: outlines, previews, thumbnails. Originals are only read. */
export type { Peaks } from './peaks.ts'
export { type PictureReading, readPicture, UnreadablePicture } from './pictures.ts'
export { readSound } from './sound.ts'
export { type SoundFormat, UnreadableSound } from './sound-file.ts'
export type { SoundReading } from './sound-reading.ts'
export { type Song, synthesise } from './synthesise.ts'
