import { type RefObject, useEffect, useRef } from 'react'
import { outline, type SoundPeaks } from './listening.ts'

/**
 * Draws a sound's bars into `place`, played ones in the signal's colour, in step with `sound`. Follows the theme. Drawn
 * anew only for other peaks: a screen that asks for its data again does not make them blink.
 */
export function useBars(
  place: RefObject<HTMLElement | null>,
  peaks: SoundPeaks | undefined,
  sound: HTMLAudioElement | undefined,
  on: { failed: () => void; sought: (seconds: number) => void },
): void {
  const told = useRef(on)
  told.current = on
  useEffect(() => {
    const container = place.current
    if (!container || !peaks || !sound) return
    let gone = false
    let end = () => {
      gone = true
    }
    // The library comes with the first sound that is looked at, not with the app.
    import('wavesurfer.js').then(
      ({ default: WaveSurfer }) => {
        if (gone) return
        const bars = WaveSurfer.create({
          container,
          media: sound,
          peaks: [outline(peaks)],
          duration: peaks.seconds,
          height: 100,
          barWidth: 3,
          barGap: 2,
          barRadius: 2,
          barMinHeight: 2,
          cursorWidth: 1,
          normalize: true,
          dragToSeek: true,
          cspNonce: nonceOf(),
          ...coloursOf(container),
        })
        // A sound that is not loaded yet tells nothing of it by itself.
        bars.on('interaction', (seconds) => told.current.sought(seconds))
        const recolour = () => bars.setOptions(coloursOf(container))
        const theme = new MutationObserver(recolour)
        theme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
        const system = matchMedia('(prefers-color-scheme: dark)')
        system.addEventListener('change', recolour)
        end = () => {
          theme.disconnect()
          system.removeEventListener('change', recolour)
          bars.destroy()
        }
      },
      () => told.current.failed(),
    )
    return () => end()
  }, [place, peaks, sound])
}

function coloursOf(element: HTMLElement) {
  const style = getComputedStyle(element)
  const colour = (name: string) => style.getPropertyValue(name).trim()
  return { waveColor: colour('--line-strong'), progressColor: colour('--amber'), cursorColor: colour('--ink') }
}

/** The page's nonce: wavesurfer brings a style element of its own. */
function nonceOf(): string {
  return document.querySelector<HTMLElement>('[data-nonce]')?.dataset.nonce ?? ''
}
