import 'react'

/** A style may set the style sheet's own variables. */
declare module 'react' {
  interface CSSProperties {
    [name: `--${string}`]: string | number | undefined
  }
}
