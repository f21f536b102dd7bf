/// <reference types="astro/client" />

declare namespace App {
  interface Locals {
    /** Asks the API of this very program, as whoever asked for the page. */
    api(path: string): Promise<{ status: number; json(): Promise<unknown> }>
    locale: 'ru' | 'en'
    theme: 'light' | 'dark' | 'auto'
    /** Where a studio's pages begin: nothing on its own subdomain, `/s/<slug>` on the bare domain. */
    studioBase: string
    /** For the one style element that carries a studio's colour. */
    nonce: string
    /** Where the page is, scheme and host: for addresses that leave it (the preview of a link). */
    origin: string
  }
}
