import { FileButton } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { ApiProblem, call } from '../../../web/app/client.ts'
import { useWorks } from '../../../web/app/me.tsx'
import { m } from '../../../web/generated/messages/messages.js'
import { type BrandPicture, pictureProps } from '../../../web/pictures.ts'
import { toast, toastFailure } from '../../../web/ui/index.ts'
import classes from './brand-pictures.module.css'

type Place = 'logo' | 'cover'

interface Props {
  studio: { slug: string; logo: BrandPicture | null; cover: BrandPicture | null }
}

const TYPES = 'image/png,image/jpeg,image/webp,image/avif,image/gif,image/tiff'
/** As the server has it: a picture that is heavier is not sent at all. */
const MAX_MIB = 8

const WORDS = {
  logo: {
    ...{ title: m.brand_logo, hint: m.brand_logo_hint, empty: m.brand_logo_empty },
    ...{ put: m.brand_logo_put, removed: m.brand_logo_removed },
    ...{ choose: m.brand_logo_choose, replace: m.brand_logo_replace, remove: m.brand_logo_remove },
  },
  cover: {
    ...{ title: m.brand_cover, hint: m.brand_cover_hint, empty: m.brand_cover_empty },
    ...{ put: m.brand_cover_put, removed: m.brand_cover_removed },
    ...{ choose: m.brand_cover_choose, replace: m.brand_cover_replace, remove: m.brand_cover_remove },
  },
} as const

/** The studio's logo and cover: what is shown, another in its place, or none (P3). */
export function BrandPictures({ studio }: Props) {
  return (
    <section className={`sheet sheet--padded ${classes.pictures}`} aria-label={m.brand_title()}>
      <PictureField place="logo" studio={studio} />
      <PictureField place="cover" studio={studio} />
    </section>
  )
}

function PictureField({ place, studio }: Props & { place: Place }) {
  const { slug, [place]: picture } = studio
  const words = WORDS[place]
  const works = useWorks()
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState('')
  const again = useRef<() => void>(null)
  const queries = useQueryClient()
  const path = { studio: slug }

  const put = async (bytes: Blob) => {
    await (place === 'logo'
      ? call('PUT /api/studios/{studio}/logo', { path, bytes })
      : call('PUT /api/studios/{studio}/cover', { path, bytes }))
    await queries.invalidateQueries()
    toast(words.put())
  }
  const choose = async (file: File | null) => {
    // The same file can be chosen again, once it is mended.
    again.current?.()
    if (!file || busy || !works) return
    if (file.size > MAX_MIB * 1024 ** 2) return setWrong(m.brand_too_heavy({ limit: MAX_MIB }))
    setBusy(true)
    setWrong('')
    try {
      await put(file)
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error
      setWrong(error.message)
    } finally {
      setBusy(false)
    }
  }
  const remove = async () => {
    if (!picture) return
    setBusy(true)
    setWrong('')
    try {
      // What was sent comes back by the toast's undo, as it was sent.
      const sent = await fetch(`/api/studios/${encodeURIComponent(slug)}/files/${picture.fileId}/content`)
      const bytes = sent.ok ? await sent.blob() : undefined
      await (place === 'logo'
        ? call('DELETE /api/studios/{studio}/logo', { path })
        : call('DELETE /api/studios/{studio}/cover', { path }))
      await queries.invalidateQueries()
      toast(words.removed(), bytes && (() => put(bytes)))
    } catch (error) {
      toastFailure(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className={classes.field}>
      <h2>{words.title()}</h2>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the same can be done with the button; this is its larger target */}
      <div
        className={classes[place]}
        aria-busy={busy}
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault()
          void choose(event.dataTransfer.files[0] ?? null)
        }}
      >
        <Preview place={place} slug={slug} picture={picture} />
      </div>
      <p className={wrong ? 'wrong' : 'second'} role={wrong ? 'alert' : undefined}>
        {wrong || words.hint()}
      </p>
      {works && (
        <div className={classes.deeds}>
          <FileButton accept={TYPES} onChange={choose} resetRef={again}>
            {(props) => (
              <button {...props} type="button" className="btn" disabled={busy}>
                {busy ? m.brand_sending() : picture ? words.replace() : words.choose()}
              </button>
            )}
          </FileButton>
          {picture && (
            <button type="button" className="btn" disabled={busy} onClick={remove}>
              {words.remove()}
            </button>
          )}
        </div>
      )}
    </div>
  )
}

function Preview({ place, slug, picture }: { place: Place; slug: string; picture: BrandPicture | null }) {
  if (!picture) return <span className={classes.empty}>{WORDS[place].empty()}</span>
  const { srcset, ...rest } = pictureProps(slug, picture)
  const shown = { ...rest, srcSet: srcset }
  const name = WORDS[place].title()
  if (place === 'cover') return <img {...shown} alt={name} sizes="(max-width: 760px) 100vw, 640px" />
  // A logo stands on paper by day and on ink by night: both are looked at before anybody else does.
  return (
    <>
      {(['light', 'dark'] as const).map((ground, index) => (
        <span key={ground} className={classes.ground} data-on={ground}>
          <span className="logo-plate" data-ground={picture.ground ?? undefined}>
            <img {...shown} alt={index === 0 ? name : ''} sizes="160px" />
          </span>
        </span>
      ))}
    </>
  )
}
