import { dice } from './dice.ts'
import type { Drum } from './instruments.ts'

/** One note of one instrument. */
export interface Note {
  group: 'pads' | 'bass' | 'lead' | 'drums'
  /** Seconds from the beginning. */
  at: number
  seconds: number
  hz: number
  gain: number
  /** −1 left, 1 right. */
  pan: number
  drum?: Drum
}

/** Four chords that people know from a thousand songs, as degrees of the scale. */
const PROGRESSIONS = [
  [0, 5, 3, 4],
  [0, 3, 5, 4],
  [5, 3, 0, 4],
  [0, 4, 5, 3],
]
const SCALES = [
  [0, 2, 4, 5, 7, 9, 11],
  [0, 2, 3, 5, 7, 8, 10],
]
/** Who plays in which section of eight bars; the song goes round. */
const SECTIONS: readonly (readonly Note['group'][])[] = [
  ['pads', 'lead'],
  ['pads', 'bass', 'drums'],
  ['pads', 'bass', 'drums', 'lead'],
  ['pads', 'bass'],
  ['pads', 'bass', 'drums', 'lead'],
]
const BARS_IN_SECTION = 8
const ROOT_HZ = 110

/** Composes a song of that length: its key, tempo, chords and melody follow from the seed. In the order of time. */
export function compose(seed: number, seconds: number): Note[] {
  const roll = dice(seed)
  const pick = <T>(from: readonly T[]): T => from[Math.floor(roll() * from.length)] as T
  const scale = pick(SCALES)
  const chords = pick(PROGRESSIONS)
  const key = Math.floor(roll() * 12) - 6
  const beat = 60 / (76 + Math.floor(roll() * 52))
  const hz = (degree: number, octave: number) => {
    const inScale = scale[((degree % 7) + 7) % 7] ?? 0
    return ROOT_HZ * 2 ** ((key + inScale + 12 * (octave + Math.floor(degree / 7))) / 12)
  }
  const motif = Array.from({ length: 8 }, () => ({ step: Math.floor(roll() * 5), rests: roll() < 0.3 }))
  const bar = beat * 4
  const notes: Note[] = []
  for (let number = 0; number * bar < seconds; number++) {
    const at = number * bar
    const playing = SECTIONS[Math.floor(number / BARS_IN_SECTION) % SECTIONS.length] ?? []
    const chord = chords[number % chords.length] ?? 0
    const add = (note: Omit<Note, 'pan'> & { pan?: number }) => {
      if (playing.includes(note.group)) notes.push({ pan: 0, ...note })
    }
    for (const [voice, third] of [0, 2, 4].entries()) {
      add({ group: 'pads', at, seconds: bar, hz: hz(chord + third, 1), gain: 0.16, pan: (voice - 1) * 0.6 })
    }
    for (let eighth = 0; eighth < 8; eighth++) {
      const when = at + (eighth * beat) / 2
      const fifth = eighth === 6 ? 4 : 0
      if (eighth % 2 === 0 || roll() < 0.35) {
        add({ group: 'bass', at: when, seconds: beat * 0.45, hz: hz(chord + fifth, -1), gain: 0.5 })
      }
      const tone = motif[eighth]
      if (tone && !tone.rests) {
        const turn = number % 4 === 3 ? 1 : 0
        const pan = eighth % 2 === 0 ? -0.35 : 0.35
        add({ group: 'lead', at: when, seconds: beat * 0.5, hz: hz(chord + tone.step + turn, 2), gain: 0.24, pan })
      }
      const strike = (drum: Drum, gain: number, pan = 0) =>
        add({ group: 'drums', at: when, seconds: 0, hz: 0, gain, pan, drum })
      if (eighth === 0 || eighth === 4 || (eighth === 5 && roll() < 0.4)) strike('kick', 0.85)
      if (eighth === 2 || eighth === 6) strike('snare', 0.42)
      strike('hat', eighth % 2 === 0 ? 0.2 : 0.12, 0.3)
    }
  }
  return notes.sort((a, b) => a.at - b.at)
}
