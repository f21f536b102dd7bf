/** What sounds and pictures are, and what can be made of them: outlines, previews, thumbnails. Originals are only read. */
export type { Peaks } from './peaks.ts'
export { readPicture, UnreadablePicture } from './pictures.ts'
export { type Ground, measurePicture, type Rendered, type Rendition, renderPicture } from './renditions.ts'
export { readSound } from './sound.ts'
export { UnreadableSound } from './sound-file.ts'
export { synthesise } from './synthesise.ts'
