import { useEffect, useRef, useState } from 'react'
import type { SoundVersion } from './listening.ts'

interface Player {
  version: SoundVersion | undefined
  /** The element that sounds. */
  sound: HTMLAudioElement | undefined
  /** Seconds from the beginning. */
  at: number
  playing: boolean
  failed: boolean
  toggle(): void
  seek(seconds: number): void
  /** Goes on with another version at the same position. */
  choose(id: string): void
}

/** One audio element for each version, so that the switch is heard at once; `gains` level them (0 to 1, by id). */
export function usePlayer(versions: readonly SoundVersion[], gains: Readonly<Record<string, number>>): Player {
  const sounds = useRef(new Map<string, HTMLAudioElement>())
  const [chosen, setChosen] = useState<string>()
  const [at, setAt] = useState(0)
  const [playing, setPlaying] = useState(false)
  const [failed, setFailed] = useState(false)
  const version = versions.find(({ id }) => id === chosen) ?? versions.at(-1)
  const sound = version && soundOf(sounds.current, version, gains[version.id] ?? 1)

  useEffect(() => {
    if (!sound) return
    const heard = new AbortController()
    const on = (name: string, act: () => void) => sound.addEventListener(name, act, { signal: heard.signal })
    on('timeupdate', () => setAt(sound.currentTime))
    on('seeking', () => setAt(sound.currentTime))
    on('play', () => setPlaying(true))
    on('pause', () => setPlaying(false))
    on('error', () => setFailed(true))
    return () => heard.abort()
  }, [sound])
  useEffect(() => {
    const all = sounds.current
    return () => {
      for (const one of all.values()) one.pause()
    }
  }, [])

  return {
    version,
    sound,
    at,
    playing,
    failed,
    toggle() {
      if (!sound) return
      stay()
      if (sound.paused) void play(sound)
      else sound.pause()
    },
    seek(seconds) {
      stay()
      const to = Math.min(Math.max(seconds, 0), version?.peaks.seconds ?? 0)
      if (sound) sound.currentTime = to
      setAt(to)
    },
    choose(id) {
      const next = versions.find((one) => one.id === id)
      if (!next || !sound) return
      const other = soundOf(sounds.current, next, gains[id] ?? 1)
      other.currentTime = Math.min(sound.currentTime, next.peaks.seconds)
      if (!sound.paused) void play(other)
      sound.pause()
      setFailed(false)
      setChosen(id)
    },
  }

  /** What one has begun to listen to stays, whatever newer version comes meanwhile. */
  function stay(): void {
    setChosen(version?.id)
  }

  function play(one: HTMLAudioElement): Promise<void> {
    return one.play().catch((error: unknown) => {
      // A pause before the sound began is no failure.
      if (!(error instanceof DOMException && error.name === 'AbortError')) setFailed(true)
    })
  }
}

function soundOf(sounds: Map<string, HTMLAudioElement>, version: SoundVersion, gain: number): HTMLAudioElement {
  const sound = sounds.get(version.id) ?? new Audio()
  if (!sounds.has(version.id)) {
    // Nothing is fetched before somebody listens: what was fetched counts as heard.
    sound.preload = 'none'
    sound.src = version.url
    sounds.set(version.id, sound)
  }
  sound.volume = gain
  return sound
}
