/** A version with its made-up music: the same song with other figures is the next mix of it. */
export interface DemoVersion {
  deliverable: string
  file: string
  daysAgo: number
  note: string
  song: {
    seed: number
    seconds: number
    gainDb?: number
    mix?: Partial<Record<'pads' | 'bass' | 'drums' | 'lead', number>>
  }
  comments?: readonly { atMs: number; body: string; by?: string }[]
  heard?: false
  /** What the client asked to change. */
  changes?: string
  approved?: true
  score?: number
}

export interface DemoProject {
  title: string
  kind: 'single' | 'ep' | 'album'
  client: string
  performer: string
  daysAgo: number
  dueInDays?: number
  /** How many stages are behind. */
  stagesDone: number
  /** What the client wrote first. */
  wish: string
  /** `roundMinor`: what one round of changes beyond the three in the price costs. */
  offer: { scope: string; amountMinor: bigint; roundMinor?: bigint; bought: boolean }
  versions?: readonly DemoVersion[]
  /** What the client wrote last. */
  said?: string
  /** The studio has pressed "complete". */
  pressed?: true
  completedDaysAgo?: number
  tipMinor?: bigint
}

export const PROJECTS: Readonly<Record<string, readonly DemoProject[]>> = {
  sever: [
    {
      ...{ title: 'Тихий океан', kind: 'album', client: 'marina', performer: 'oleg', daysAgo: 30, stagesDone: 5 },
      wish: 'Альбом сведён, нужен мастеринг восьми песен. Важно сохранить воздух.',
      offer: {
        scope: 'Мастеринг альбома, восемь песен, DDP и версии для стримингов',
        amountMinor: 900_000n,
        bought: true,
      },
      versions: [
        {
          ...{ deliverable: 'Тихий океан, мастер', file: 'Тихий_океан_master.wav', daysAgo: 21 },
          ...{ note: 'Оставил динамику, −14 LUFS.', song: { seed: 31, seconds: 44 }, approved: true, score: 5 },
        },
      ],
      ...{ completedDaysAgo: 19, tipMinor: 100_000n },
    },
    {
      ...{ title: 'Подкаст, сезон 2', kind: 'ep', client: 'timur', performer: 'ilya', daysAgo: 4, stagesDone: 1 },
      ...{ dueInDays: 16, wish: 'Шесть выпусков, два голоса. Можно начать с пилота?' },
      offer: { scope: 'Запись и монтаж шести выпусков', amountMinor: 2_800_000n, bought: true },
    },
    {
      ...{ title: 'Полюс', kind: 'ep', client: 'polyus', performer: 'sveta', daysAgo: 2, stagesDone: 0 },
      wish: 'Пять песен, живые барабаны. Хотим звучать как в комнате, а не как в коробке.',
      offer: {
        scope: 'Продюсирование и запись EP, пять песен, четыре дня в большом зале',
        amountMinor: 14_500_000n,
        bought: false,
      },
    },
    {
      ...{ title: 'Лёд', kind: 'single', client: 'marina', performer: 'ilya', daysAgo: 8, stagesDone: 3 },
      ...{ dueInDays: 7, wish: 'Привет! Вокал записан, хочется, чтобы припев раскрывался.' },
      offer: {
        scope: 'Сведение сингла «Лёд», три круга правок',
        ...{ amountMinor: 1_200_000n, roundMinor: 180_000n, bought: true },
      },
      versions: [
        {
          ...{ deliverable: 'Лёд_mix', file: 'Лёд_mix_v1.wav', daysAgo: 5, note: 'Первый проход, бас пока вчерне.' },
          song: { seed: 12, seconds: 62, gainDb: -2, mix: { bass: 1.5, lead: 0.6 } },
          changes: 'Бас гудит, вокал тонет',
        },
        {
          ...{ deliverable: 'Лёд_mix', file: 'Лёд_mix_v2.wav', daysAgo: 2, note: 'Бас собран, вокал ближе.' },
          song: { seed: 12, seconds: 62, gainDb: -1, mix: { lead: 0.8 } },
          comments: [{ atMs: 14_000, body: 'Вдох перед припевом слышно, можно тише?' }],
          changes: 'Вокал ещё чуть вперёд',
        },
        {
          ...{ deliverable: 'Лёд_mix', file: 'Лёд_mix_v3.wav', daysAgo: 0.1 },
          note: 'Третья версия: вокал на 1,5 дБ вперёд, бас собран. Вдохи подчищу в мастере.',
          song: { seed: 12, seconds: 62, mix: { lead: 1.1 } },
          comments: [{ atMs: 36_000, body: 'Вот здесь дабл — оставляем' }],
          score: 5,
        },
      ],
      ...{ said: 'Очень! Поправь вдох — и завершаем.', pressed: true },
    },
  ],
  tide: [
    {
      ...{ title: 'Harbour Songs', kind: 'ep', client: 'marina', performer: 'jonah', daysAgo: 3, stagesDone: 0 },
      wish: 'Four songs, voice and nylon guitar. Can we keep the river in the background?',
      offer: {
        scope: 'Two days of recording and a mix of four songs',
        ...{ amountMinor: 96_000n, roundMinor: 9_000n, bought: false },
      },
    },
    {
      ...{ title: 'Audiobook, part two', kind: 'album', client: 'ines', performer: 'jonah', daysAgo: 9, stagesDone: 2 },
      ...{ dueInDays: 12, wish: 'Chapters nine to sixteen, same voice and distance as part one, please.' },
      offer: { scope: 'Recording and editing of eight chapters', amountMinor: 64_000n, bought: true },
      versions: [
        {
          ...{
            deliverable: 'Chapter nine',
            file: 'chapter-09.wav',
            daysAgo: 1,
            note: 'A first chapter to check the distance.',
          },
          ...{ song: { seed: 57, seconds: 48, mix: { drums: 0 } }, heard: false },
        },
      ],
    },
  ],
}
