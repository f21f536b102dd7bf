import { type BrandPicture, logoBox, pictureProps } from '../pictures.ts'

interface Props {
  studio: { slug: string; name: string; logo: BrandPicture | null }
  /** Pixels, both ways. */
  size?: number
}

/** A studio's mark beside its name: its logo, or the first letter. Read by nobody, the name is there. */
export function StudioMark({ studio: { slug, name, logo }, size = 30 }: Props) {
  const place = { width: size, height: size }
  if (!logo) {
    return (
      <span className="switcher__mark" style={place} aria-hidden>
        {[...name][0]}
      </span>
    )
  }
  const { srcset, src } = pictureProps(slug, logo)
  const box = logoBox(logo, size, size)
  return (
    <span className="switcher__mark switcher__mark--logo" style={place} data-ground={logo.ground ?? undefined}>
      <img src={src} srcSet={srcset} sizes={`${box.width}px`} {...box} alt="" />
    </span>
  )
}
