import { IconEqual, IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react'
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react'
import { m } from '../generated/messages/messages.js'
import { clock, gains, type SoundVersion } from './listening.ts'
import { Portrait } from './Portrait.tsx'
import { useBars } from './use-bars.ts'
import { usePlayer } from './use-player.ts'
import classes from './waveform.module.css'

/** A comment pinned to a moment of the sound (R9). */
export interface SoundComment {
  id: string
  author: { id: string; name: string }
  /** Seconds from the beginning. */
  at: number
  text: string
  resolved: boolean
}

interface Props {
  title: string
  /** Oldest first; the last one is heard first. */
  versions: readonly SoundVersion[]
  comments?: readonly SoundComment[]
  onOpenComment?: (id: string) => void
  /** Offers to pin a comment where one listens. */
  onCommentAt?: (seconds: number, versionId: string) => void
  actions?: ReactNode
}

const STEPS_S: Record<string, number> = { ArrowLeft: -5, ArrowRight: 5, PageDown: -30, PageUp: 30 }

/**
 * Listens to a sound on its waveform: the peaks come from the server. Versions are switched at the same position, the
 * louder ones turned down to the quietest. All of it by keyboard: arrows, Page up and down, Home, End, space.
 */
export function Waveform(props: Props) {
  const { title, versions, comments = [], onOpenComment, onCommentAt, actions } = props
  const player = usePlayer(versions, gains(versions))
  const place = useRef<HTMLDivElement>(null)
  const [failed, setFailed] = useState(false)
  const { version, at } = player
  const seconds = version?.peaks.seconds ?? 0
  useBars(place, version?.peaks, player.sound, { failed: () => setFailed(true), sought: player.seek })

  function onKey(event: KeyboardEvent): void {
    const step = STEPS_S[event.key]
    if (step !== undefined) player.seek(at + (event.shiftKey ? step / 5 : step))
    else if (event.key === 'Home') player.seek(0)
    else if (event.key === 'End') player.seek(seconds)
    else if (event.key === ' ') player.toggle()
    else return
    event.preventDefault()
  }

  return (
    <section className={classes.player} aria-label={title}>
      <header className={classes.head}>
        <button
          type="button"
          className={classes.play}
          aria-label={player.playing ? m.ui_pause() : m.ui_play()}
          onClick={player.toggle}
        >
          {player.playing ? <IconPlayerPauseFilled size={18} /> : <IconPlayerPlayFilled size={18} />}
        </button>
        <div className={classes.words}>
          <strong>{title}</strong>
          {version?.facts && <span className="second">{version.facts}</span>}
        </div>
        {versions.length > 1 && <Switch versions={versions} chosen={version?.id} choose={player.choose} />}
        {versions.length > 1 && (
          <span className={`tag ${classes.matched}`}>
            <IconEqual size={14} stroke={1.7} aria-hidden /> {m.ui_matched()}
          </span>
        )}
        {actions}
      </header>
      <div className={classes.field}>
        {comments.map((comment) => (
          <button
            key={comment.id}
            type="button"
            className={classes.pin}
            data-resolved={comment.resolved}
            style={{ left: `${seconds > 0 ? (comment.at / seconds) * 100 : 0}%` }}
            aria-label={m.ui_comment_at({ name: comment.author.name, at: clock(comment.at), text: comment.text })}
            onClick={() => {
              player.seek(comment.at)
              onOpenComment?.(comment.id)
            }}
          >
            <span aria-hidden="true">
              <Portrait id={comment.author.id} name={comment.author.name} />
            </span>
          </button>
        ))}
        <div
          ref={place}
          className={classes.bars}
          role="slider"
          tabIndex={0}
          aria-label={m.ui_position()}
          aria-valuemin={0}
          aria-valuemax={Math.round(seconds)}
          aria-valuenow={Math.round(at)}
          aria-valuetext={m.ui_position_of({ at: clock(at), whole: clock(seconds) })}
          onKeyDown={onKey}
        />
      </div>
      <div className={classes.clocks}>
        <span>{clock(0)}</span>
        <strong>{clock(at)}</strong>
        <span>{clock(seconds)}</span>
      </div>
      {failed || player.failed ? (
        <p className="wrong" role="alert">
          {m.ui_sound_failed()}
        </p>
      ) : null}
      {onCommentAt && version && (
        <button type="button" className={`btn ${classes.comment}`} onClick={() => onCommentAt(at, version.id)}>
          {m.ui_comment_here({ at: clock(at) })}
        </button>
      )}
    </section>
  )
}

interface SwitchProps {
  versions: readonly SoundVersion[]
  chosen: string | undefined
  choose: (id: string) => void
}

function Switch({ versions, chosen, choose }: SwitchProps) {
  return (
    <fieldset className={classes.versions} aria-label={m.ui_versions()}>
      {versions.map((version) => (
        <button key={version.id} type="button" aria-pressed={version.id === chosen} onClick={() => choose(version.id)}>
          {version.label}
        </button>
      ))}
    </fieldset>
  )
}
