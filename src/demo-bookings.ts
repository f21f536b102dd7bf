import type { Words } from './modules/studios/index.ts'

/** A session of the demo world: days from today, hour on the studio's wall, hours long. */
export interface DemoSession {
  day: number
  hour: number
  hours: number
  service: string
  client: string
  room: string
  person?: string
  extra?: string
  /** Paid in full, or the deposit only; or waiting for the studio. */
  paid?: 'full' | 'request'
  /** What became of it, where it is over: it took place, nobody came, or the client cancelled. */
  ended?: 'no_show' | 'cancelled'
}

export interface DemoSchedule {
  hours: { opens: string; closes: string }
  rooms: { key: string; name: string; detail: string; perHourMinor: bigint; bufferAfterMinutes?: number }[]
  /** The people of the demo studio who can be booked, by their key, with their price by the hour. */
  people: { key: string; detail: string; perHourMinor: bigint }[]
  gear: { key: string; name: string; title: Words; priceMinor: bigint }[]
  services: {
    key: string
    title: Words
    about: Words
    pricing: 'fixed' | 'hourly' | 'per_track'
    priceMinor: bigint
    bookable: boolean
    minMinutes?: number
    maxMinutes?: number
    with: string[]
  }[]
  rules: { title: Words; weekdays: number[]; opens: string; closes: string; bps: number }[]
  packages: { title: Words; fromMinutes: number; bps: number }[]
  sessions: DemoSession[]
  internal: { day: number; hour: number; hours: number; title: string; what: string }[]
}

const vocal = { service: 'vocal', person: 'ilya' } as const
const podcast = { service: 'podcast', room: 'b' } as const
const band = { service: 'band', room: 'a', person: 'sveta' } as const

const SEVER: DemoSchedule = {
  hours: { opens: '10:00', closes: '22:00' },
  rooms: [
    { key: 'a', name: 'Зал А', detail: 'Neve, рояль', perHourMinor: 180_000n },
    { key: 'b', name: 'Зал Б', detail: 'вокал, 12 м²', perHourMinor: 120_000n },
  ],
  people: [
    { key: 'ilya', detail: 'звукорежиссёр', perHourMinor: 70_000n },
    { key: 'oleg', detail: 'мастеринг', perHourMinor: 90_000n },
    { key: 'sveta', detail: 'продюсер', perHourMinor: 80_000n },
  ],
  gear: [
    { key: 'u87', name: 'Neumann U87', title: { ru: 'Neumann U87', en: 'Neumann U87' }, priceMinor: 50_000n },
    {
      key: 'drums',
      name: 'Ударные Gretsch',
      title: { ru: 'Ударные Gretsch', en: 'Gretsch drum kit' },
      priceMinor: 150_000n,
    },
  ],
  services: [
    {
      key: 'vocal',
      title: { ru: 'Запись вокала', en: 'Vocal recording' },
      about: {
        ru: 'Зал, звукорежиссёр и столько дублей, сколько нужно. Исходники отдаём в тот же день.',
        en: 'A room, an engineer and as many takes as it needs. The raw tracks are yours the same day.',
      },
      ...{
        pricing: 'hourly',
        priceMinor: 0n,
        bookable: true,
        minMinutes: 60,
        maxMinutes: 480,
        with: ['a', 'b', 'ilya'],
      },
    },
    {
      key: 'band',
      title: { ru: 'Запись группы', en: 'Band recording' },
      about: { ru: 'Живьём в зале А, с продюсером за пультом.', en: 'Live in room A, with a producer at the desk.' },
      ...{ pricing: 'hourly', priceMinor: 0n, bookable: true, minMinutes: 120, maxMinutes: 600, with: ['a', 'sveta'] },
    },
    {
      key: 'podcast',
      title: { ru: 'Подкаст', en: 'Podcast' },
      about: { ru: 'Полтора часа на двоих, с микрофонами.', en: 'An hour and a half for two, microphones included.' },
      ...{ pricing: 'fixed', priceMinor: 350_000n, bookable: true, minMinutes: 90, maxMinutes: 90, with: ['b'] },
    },
    {
      key: 'rehearsal',
      title: { ru: 'Репетиция', en: 'Rehearsal' },
      about: { ru: 'Зал с аппаратом, без звукорежиссёра.', en: 'A room with backline, no engineer.' },
      ...{ pricing: 'hourly', priceMinor: 0n, bookable: true, minMinutes: 120, maxMinutes: 360, with: ['a', 'b'] },
    },
    {
      key: 'mixing',
      title: { ru: 'Сведение', en: 'Mixing' },
      about: { ru: 'Три круга правок включены.', en: 'Three rounds of changes included.' },
      ...{ pricing: 'per_track', priceMinor: 1_400_000n, bookable: false, with: [] },
    },
    {
      key: 'mastering',
      title: { ru: 'Мастеринг', en: 'Mastering' },
      about: { ru: 'Для площадок, винила и радио.', en: 'For streaming, vinyl and radio.' },
      ...{ pricing: 'per_track', priceMinor: 400_000n, bookable: false, with: [] },
    },
  ],
  rules: [
    { title: { ru: 'выходные', en: 'weekend' }, weekdays: [6, 7], opens: '00:00', closes: '00:00', bps: 12_000 },
    { title: { ru: 'вечер', en: 'evening' }, weekdays: [1, 2, 3, 4, 5], opens: '20:00', closes: '22:00', bps: 12_000 },
  ],
  packages: [{ title: { ru: 'от шести часов', en: 'six hours and more' }, fromMinutes: 360, bps: 9000 }],
  sessions: [
    { day: -24, hour: 12, hours: 3, ...vocal, room: 'b', client: 'marina', paid: 'full' },
    { day: -23, hour: 11, hours: 1.5, ...podcast, client: 'timur', paid: 'full' },
    { day: -22, hour: 14, hours: 6, ...band, client: 'polyus', extra: 'drums', paid: 'full' },
    { day: -21, hour: 14, hours: 6, ...band, client: 'polyus', extra: 'drums', paid: 'full' },
    { day: -19, hour: 18, hours: 2, ...vocal, room: 'a', client: 'marina', paid: 'full' },
    { day: -17, hour: 11, hours: 1.5, ...podcast, client: 'timur', paid: 'full', ended: 'no_show' },
    { day: -16, hour: 16, hours: 3, service: 'rehearsal', room: 'b', client: 'polyus', paid: 'full' },
    { day: -14, hour: 13, hours: 4, ...vocal, room: 'b', client: 'marina', extra: 'u87', paid: 'full' },
    { day: -12, hour: 11, hours: 1.5, ...podcast, client: 'timur', paid: 'full' },
    { day: -10, hour: 14, hours: 5, ...band, client: 'polyus', paid: 'full' },
    { day: -9, hour: 12, hours: 2, ...vocal, room: 'a', client: 'marina', paid: 'full' },
    { day: -7, hour: 16, hours: 3, service: 'rehearsal', room: 'b', client: 'polyus', paid: 'full' },
    { day: -6, hour: 11, hours: 1.5, ...podcast, client: 'timur', paid: 'full' },
    { day: -4, hour: 15, hours: 3, ...vocal, room: 'b', client: 'marina', extra: 'u87', paid: 'full' },
    { day: -3, hour: 12, hours: 4, ...band, client: 'polyus', extra: 'drums', paid: 'full' },
    { day: -1, hour: 11, hours: 1.5, ...podcast, client: 'timur', paid: 'full' },
    { day: -1, hour: 14, hours: 4, ...band, client: 'polyus', extra: 'drums', paid: 'full' },
    { day: 0, hour: 10, hours: 3, ...vocal, room: 'a', client: 'marina', extra: 'u87' },
    { day: 0, hour: 11, hours: 1.5, ...podcast, client: 'timur', paid: 'full' },
    { day: 0, hour: 14, hours: 4, ...band, client: 'polyus', extra: 'drums', paid: 'full' },
    { day: 1, hour: 15, hours: 1.5, ...podcast, client: 'timur', paid: 'request' },
    { day: 1, hour: 12, hours: 3, ...vocal, room: 'b', client: 'marina' },
    { day: 1, hour: 14, hours: 4, ...band, client: 'polyus', paid: 'full' },
    { day: 2, hour: 11, hours: 1.5, ...podcast, client: 'timur' },
    { day: 3, hour: 12, hours: 1.5, ...podcast, client: 'polyus', paid: 'request' },
    { day: 3, hour: 18, hours: 3, ...vocal, room: 'a', client: 'marina' },
    { day: 4, hour: 11, hours: 1.5, ...podcast, client: 'timur', paid: 'request' },
    { day: 4, hour: 16, hours: 3, service: 'rehearsal', room: 'b', client: 'polyus' },
    { day: 5, hour: 12, hours: 2, ...vocal, room: 'b', client: 'timur', ended: 'cancelled' },
    { day: 6, hour: 14, hours: 6, ...band, client: 'polyus', extra: 'drums' },
    { day: 8, hour: 13, hours: 3, ...vocal, room: 'b', client: 'marina' },
    { day: 9, hour: 11, hours: 1.5, ...podcast, client: 'timur' },
  ],
  internal: [
    { day: 0, hour: 12, hours: 5, title: 'Тихий океан: мастеринг', what: 'oleg' },
    { day: 1, hour: 10, hours: 2, title: 'Настройка рояля', what: 'a' },
    { day: 3, hour: 12, hours: 4, title: 'Лёд: мастер', what: 'oleg' },
  ],
}

const voice = { service: 'voice', room: 'river', person: 'jonah' } as const

const TIDE: DemoSchedule = {
  hours: { opens: '09:00', closes: '19:00' },
  rooms: [{ key: 'river', name: 'River room', detail: 'daylight, 34 m²', perHourMinor: 4500n, bufferAfterMinutes: 30 }],
  people: [
    { key: 'jonah', detail: 'recording engineer', perHourMinor: 2500n },
    { key: 'tess', detail: 'engineer', perHourMinor: 3000n },
  ],
  gear: [
    {
      key: 'ribbon',
      name: 'Coles 4038',
      title: { ru: 'Ленточный Coles 4038', en: 'Coles 4038 ribbon' },
      priceMinor: 1500n,
    },
  ],
  services: [
    {
      key: 'voice',
      title: { ru: 'Озвучка и аудиокниги', en: 'Voice-over and audiobooks' },
      about: { ru: 'С инженером и режиссурой на слух.', en: 'With an engineer who listens along.' },
      ...{
        pricing: 'hourly',
        priceMinor: 0n,
        bookable: true,
        minMinutes: 60,
        maxMinutes: 360,
        with: ['river', 'jonah', 'tess'],
      },
    },
    {
      key: 'acoustic',
      title: { ru: 'Акустическая сессия', en: 'Acoustic session' },
      about: { ru: 'Голос и гитара, вживую.', en: 'Voice and guitar, live.' },
      ...{
        pricing: 'hourly',
        priceMinor: 1000n,
        bookable: true,
        minMinutes: 120,
        maxMinutes: 480,
        with: ['river', 'jonah'],
      },
    },
    {
      key: 'edit',
      title: { ru: 'Монтаж главы', en: 'Chapter edit' },
      about: { ru: '', en: '' },
      ...{ pricing: 'per_track', priceMinor: 6000n, bookable: false, with: [] },
    },
  ],
  rules: [
    {
      title: { ru: 'суббота и воскресенье', en: 'weekend' },
      weekdays: [6, 7],
      opens: '00:00',
      closes: '00:00',
      bps: 12_500,
    },
  ],
  packages: [],
  sessions: [
    { day: -15, hour: 10, hours: 3, ...voice, client: 'ines', paid: 'full' },
    { day: -8, hour: 10, hours: 3, ...voice, client: 'ines', extra: 'ribbon', paid: 'full' },
    { day: -2, hour: 14, hours: 2, ...voice, client: 'ines', paid: 'full' },
    { day: 0, hour: 11, hours: 3, ...voice, client: 'ines', paid: 'full' },
    { day: 2, hour: 14, hours: 3, service: 'acoustic', room: 'river', person: 'jonah', client: 'marina' },
    { day: 5, hour: 10, hours: 3, ...voice, client: 'ines' },
  ],
  internal: [{ day: 1, hour: 9, hours: 2, title: 'Window repair', what: 'river' }],
}

/** What the demo studios offer, and who has their time. */
export const SCHEDULES: Readonly<Record<string, DemoSchedule>> = { sever: SEVER, tide: TIDE }
