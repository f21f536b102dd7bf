import { createContext, useContext } from 'react'
import type { Api } from '../../../../web/generated/api.ts'
import { getLocale } from '../../../../web/generated/messages/runtime.js'

export type PriceList = Api['GET /api/studios/{studio}/price-list']['answer']
export type Service = PriceList['services'][number]
export type Booking = Api['GET /api/studios/{studio}/bookings/{booking}']['answer']
export type Quote = Api['GET /api/studios/{studio}/quote']['answer']

/** Where the page stands: the studio, its list, and who looks. Given by the server with the page. */
export interface Place {
  slug: string
  name: string
  address: string
  list: PriceList
  /** Where the studio's pages begin. */
  base: string
  signedIn: boolean
  /** The viewer's profile as this studio's client, if they have one. */
  client: string | null
}

const PlaceContext = createContext<Place | undefined>(undefined)
export const PlaceProvider = PlaceContext.Provider

/** The studio of the page and who looks. */
export function usePlace(): Place {
  const place = useContext(PlaceContext)
  if (!place) throw new Error('a part of the booking page outside of it')
  return place
}

/** The zone of whoever looks. */
export const viewerZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone

/** A text of the studio's in the reader's language, or in the other where there is none. */
export function inWords({ ru, en }: { ru: string; en: string }): string {
  return getLocale() === 'en' ? en || ru : ru || en
}

/** A length as people say it: `2 ч`, `1,5 ч`, `45 мин`. */
export function lengthText(minutes: number): string {
  const hours = minutes % 60 === 0 || minutes % 30 === 0
  const unit = hours ? 'hour' : 'minute'
  const amount = hours ? minutes / 60 : minutes
  return new Intl.NumberFormat(getLocale(), { style: 'unit', unit, unitDisplay: 'short' }).format(amount)
}
