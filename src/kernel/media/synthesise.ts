import { compose, type Note } from './composition.ts'
import { drumKit, type Wave, waves } from './instruments.ts'

/** A piece of made-up music: the same song and the same mix give the same bytes, everywhere. */
export interface Song {
  seed: number
  seconds: number
  /** How loud each group is, 1 as composed; a second version of a mix is the same song with other figures. */
  mix?: Partial<Record<Note['group'], number>>
  /** Level of the whole in dB. */
  gainDb?: number
}

const RATE_HZ = 44_100
const BLOCK_FRAMES = 8192
const FADE_SECONDS = 2
const ECHO_SECONDS = 0.31
const ECHO_GAIN = 0.22

/**
 * The song as a WAV file of 44.1 kHz, 16 bit, stereo, a few kilobytes at a time: chords, bass, drums and a melody, in
 * sections. For the demo world and for tests.
 */
export function* synthesise(song: Song): Generator<Uint8Array> {
  const total = Math.round(song.seconds * RATE_HZ)
  yield header(total)
  const notes = compose(song.seed, song.seconds)
  const voices: Voice[] = []
  const echo = echoLine()
  const gain = 10 ** ((song.gainDb ?? 0) / 20)
  let upcoming = 0
  for (let start = 0; start < total; start += BLOCK_FRAMES) {
    const count = Math.min(BLOCK_FRAMES, total - start)
    const left = new Float32Array(count)
    const right = new Float32Array(count)
    for (let note = notes[upcoming]; note && note.at * RATE_HZ < start + count; note = notes[++upcoming]) {
      voices.push(voiceOf(note, song.mix?.[note.group] ?? 1))
    }
    for (let number = voices.length - 1; number >= 0; number--) {
      if (voices[number]?.sound(start, left, right) === 'ended') voices.splice(number, 1)
    }
    yield inSixteenBits(left, right, echo, (frame) => gain * fade(start + frame, total))
  }
}

interface Voice {
  sound(blockStart: number, left: Float32Array, right: Float32Array): 'sounding' | 'ended'
}

function voiceOf(note: Note, level: number): Voice {
  const start = Math.round(note.at * RATE_HZ)
  const gain = note.gain * level
  const leftGain = gain * Math.cos(((note.pan + 1) * Math.PI) / 4)
  const rightGain = gain * Math.sin(((note.pan + 1) * Math.PI) / 4)
  const source = note.group === 'drums' ? struck(note) : played(note)
  const dry = new Float32Array(BLOCK_FRAMES)
  return {
    sound(blockStart, left, right) {
      const first = Math.max(0, start - blockStart)
      const age = blockStart + first - start
      const count = Math.min(left.length - first, source.frames - age)
      if (count <= 0) return 'ended'
      source.render(dry, age, count)
      for (let frame = 0; frame < count; frame++) {
        const sample = dry[frame] ?? 0
        left[first + frame] = (left[first + frame] ?? 0) + leftGain * sample
        right[first + frame] = (right[first + frame] ?? 0) + rightGain * sample
      }
      return age + count === source.frames ? 'ended' : 'sounding'
    },
  }
}

interface Source {
  frames: number
  /** Writes `count` frames into `out`, beginning at the age. */
  render(out: Float32Array, age: number, count: number): void
}

function struck(note: Note): Source {
  const sample = drumKit[note.drum ?? 'kick']
  return { frames: sample.length, render: (out, age, count) => out.set(sample.subarray(age, age + count)) }
}

/** Attack and release in seconds, and how fast a held note fades by itself. */
const SHAPES: Readonly<Record<Exclude<Note['group'], 'drums'>, Shape>> = {
  pads: { wave: 'soft', attack: 0.35, release: 0.6, decay: 0.15 },
  bass: { wave: 'round', attack: 0.01, release: 0.06, decay: 1.2 },
  lead: { wave: 'bright', attack: 0.004, release: 0.12, decay: 3.5 },
}

interface Shape {
  wave: Wave
  attack: number
  release: number
  decay: number
}

function played(note: Note): Source {
  const { wave, attack, release, decay } = SHAPES[note.group === 'drums' ? 'lead' : note.group]
  const table = waves[wave]
  const mask = table.length - 1
  const held = note.seconds * RATE_HZ
  const step = (note.hz * table.length) / RATE_HZ
  const detuned = note.group === 'pads' ? step * 1.004 : step
  const rise = 1 / (attack * RATE_HZ)
  const fall = 1 / (release * RATE_HZ)
  const fading = Math.exp(-decay / RATE_HZ)
  return {
    frames: Math.round(held + release * RATE_HZ),
    render(out, age, count) {
      let level = 0.5 * fading ** age
      for (let frame = 0; frame < count; frame++) {
        const at = age + frame
        const envelope = Math.min(1, at * rise, Math.max(0, 1 - (at - held) * fall))
        out[frame] = ((table[(at * step) & mask] ?? 0) + (table[(at * detuned) & mask] ?? 0)) * envelope * level
        level *= fading
      }
    },
  }
}

/** A third of a second of what was, crossed over: enough room for a demo. */
function echoLine() {
  const frames = Math.round(ECHO_SECONDS * RATE_HZ)
  return { left: new Float32Array(frames), right: new Float32Array(frames), at: 0 }
}

function inSixteenBits(
  left: Float32Array,
  right: Float32Array,
  echo: ReturnType<typeof echoLine>,
  gain: (frame: number) => number,
): Uint8Array {
  const bytes = Buffer.alloc(left.length * 4)
  for (let frame = 0; frame < left.length; frame++) {
    const l = (left[frame] ?? 0) + ECHO_GAIN * (echo.right[echo.at] ?? 0)
    const r = (right[frame] ?? 0) + ECHO_GAIN * (echo.left[echo.at] ?? 0)
    echo.left[echo.at] = l
    echo.right[echo.at] = r
    echo.at = (echo.at + 1) % echo.left.length
    const level = gain(frame)
    bytes.writeInt16LE(Math.round(32_000 * Math.tanh(level * l)), frame * 4)
    bytes.writeInt16LE(Math.round(32_000 * Math.tanh(level * r)), frame * 4 + 2)
  }
  return bytes
}

function fade(frame: number, total: number): number {
  return Math.min(1, (total - frame) / (FADE_SECONDS * RATE_HZ))
}

function header(frames: number): Uint8Array {
  const dataBytes = frames * 4
  const bytes = Buffer.alloc(44)
  bytes.write('RIFF', 0, 'latin1')
  bytes.writeUInt32LE(36 + dataBytes, 4)
  bytes.write('WAVEfmt ', 8, 'latin1')
  bytes.writeUInt32LE(16, 16)
  bytes.writeUInt16LE(1, 20)
  bytes.writeUInt16LE(2, 22)
  bytes.writeUInt32LE(RATE_HZ, 24)
  bytes.writeUInt32LE(RATE_HZ * 4, 28)
  bytes.writeUInt16LE(4, 32)
  bytes.writeUInt16LE(16, 34)
  bytes.write('data', 36, 'latin1')
  bytes.writeUInt32LE(dataBytes, 40)
  return bytes
}
