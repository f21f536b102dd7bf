import { type DemoOrder, orderStories } from './demo-orders.ts'
import { demoPlace, layTerms } from './demo-people.ts'
import { drawPictures, hangPictures } from './demo-pictures.ts'
import { projectStories } from './demo-projects.ts'
import { laySchedule } from './demo-schedule.ts'
import { DEMO_PASSWORD, demoEmail } from './demo-sign-ins.ts'
import { type Story, timeline } from './demo-timeline.ts'
import type { Ctx, Scope } from './kernel/context.ts'
import { LOCKS } from './kernel/database/locks.ts'
import { noteOutcome } from './kernel/gateway/simulated.ts'
import { newId, PLATFORM_STUDIO_ID } from './kernel/ids.ts'
import type { Currency } from './kernel/money.ts'
import type { Services } from './kernel/services.ts'
import { accounts, makeAccount } from './modules/identity/index.ts'
import { createStudio, dressStudio, join } from './modules/studios/index.ts'
import { payFirstPeriod } from './modules/subscriptions/index.ts'

interface Person {
  key: string
  name: string
  role: 'owner' | 'manager' | 'staff' | 'client'
  title?: string
}

interface DemoStudio {
  slug: string
  name: string
  currency: Currency
  zone: string
  locale: 'ru' | 'en'
  colour: string
  tagline: { ru: string; en: string }
  about: { ru: string; en: string }
  address: string
  phone: string
  people: readonly Person[]
  orders: readonly DemoOrder[]
  /** What it is subscribed to, and since when. */
  plan: { id: string; priceMinor: bigint; paidDaysAgo: number }
}

const SEVER: DemoStudio = {
  slug: 'sever',
  name: 'Северный звук',
  currency: 'RUB',
  zone: 'Europe/Moscow',
  locale: 'ru',
  colour: '#c9780c',
  tagline: {
    ru: 'Запись, сведение и мастеринг в двух залах на Яузе',
    en: 'Recording, mixing and mastering in two rooms by the Yauza',
  },
  about: {
    ru: 'Neve, рояль и люди, которые слушают. Работаем с 2011 года: от первого демо до винила.',
    en: 'A Neve, a grand piano and people who listen. Since 2011, from the first demo to vinyl.',
  },
  address: 'Москва, Золоторожский Вал, 11',
  phone: '+7 495 120-45-16',
  plan: { id: '01990000-0000-7000-8000-000000000002', priceMinor: 449_000n, paidDaysAgo: 12 },
  people: [
    { key: 'vera', name: 'Вера Северина', role: 'owner', title: 'основательница' },
    { key: 'nina', name: 'Нина Ром', role: 'manager', title: 'администратор' },
    { key: 'ilya', name: 'Илья Каплан', role: 'staff', title: 'звукорежиссёр' },
    { key: 'oleg', name: 'Олег Штерн', role: 'staff', title: 'мастеринг' },
    { key: 'sveta', name: 'Света Юн', role: 'staff', title: 'продюсер' },
    { key: 'marina', name: 'Марина Лис', role: 'client' },
    { key: 'timur', name: 'Тимур Азимов', role: 'client' },
    { key: 'polyus', name: 'Группа «Полюс»', role: 'client' },
  ],
  orders: [
    {
      client: 'polyus',
      performer: 'sveta',
      title: 'Барабаны, «Полюс»',
      amountMinor: 3_600_000n,
      shareBps: 4000n,
      daysAgo: 62,
    },
    {
      client: 'timur',
      performer: 'ilya',
      title: 'Подкаст, выпуск 1',
      amountMinor: 480_000n,
      shareBps: 5000n,
      daysAgo: 41,
      tipMinor: 30_000n,
    },
    {
      client: 'polyus',
      performer: 'ilya',
      title: 'Сведение, «Полюс», трек 2',
      amountMinor: 1_400_000n,
      shareBps: 6000n,
      daysAgo: 3,
    },
  ],
}

const TIDE: DemoStudio = {
  slug: 'tide',
  name: 'Tidewater Rooms',
  currency: 'EUR',
  zone: 'Europe/Lisbon',
  locale: 'en',
  colour: '#2f5f93',
  tagline: { ru: 'Комната у реки для голоса и гитары', en: 'A riverside room for voices and guitars' },
  about: {
    ru: 'Одна комната, один инженер, много света. Пишем акустику, озвучку и радиотеатр.',
    en: 'One room, one engineer, plenty of daylight. We record acoustic music, voice-over and radio plays.',
  },
  address: 'Lisboa, Rua da Cintura do Porto, 40',
  phone: '+351 21 340 1180',
  plan: { id: '01990000-0000-7000-8000-000000000001', priceMinor: 1_800n, paidDaysAgo: 5 },
  people: [
    { key: 'tess', name: 'Tess Marlow', role: 'owner', title: 'owner and engineer' },
    { key: 'jonah', name: 'Jonah Pike', role: 'staff', title: 'recording engineer' },
    { key: 'ines', name: 'Inês Duarte', role: 'client' },
    { key: 'marina', name: 'Марина Лис', role: 'client' },
  ],
  orders: [
    {
      client: 'ines',
      performer: 'jonah',
      title: 'Audiobook, part one',
      amountMinor: 64_000n,
      shareBps: 6500n,
      daysAgo: 24,
      tipMinor: 2_000n,
    },
  ],
}

/**
 * Lays down a small believable world on the first start: two studios that are unlike each other, their people, and money
 * that adds up, all through the same functions that people's own requests use. Returns whether it did: it changes
 * nothing when there is somebody already. Of several processes that start at once one lays it, the rest wait.
 */
export async function layDemoWorld(services: Services): Promise<boolean> {
  const alone = await services.database.pool.connect()
  try {
    await alone.query('select pg_advisory_lock($1)', [LOCKS.demo])
    return await layWorld(services)
  } finally {
    // With its connection goes the lock.
    alone.release(true)
  }
}

async function layWorld(services: Services): Promise<boolean> {
  const { database } = services
  const inPlatform = { studioId: PLATFORM_STUDIO_ID, actor: { kind: 'system' }, request: { id: 'demo' } } as const
  const known = new Map<string, string>()
  const pictures = new Map<string, ReturnType<typeof drawPictures>>()
  const laid = await database.transaction(inPlatform, async (today) => {
    const ctx = longAgo(today)
    const [somebody] = await ctx.tx.select({ id: accounts.id }).from(accounts).limit(1)
    if (somebody) return false
    // Drawn while everybody's password is being hashed.
    for (const { slug } of [SEVER, TIDE]) pictures.set(slug, drawPictures(slug))
    for (const { people, locale, zone } of [SEVER, TIDE]) {
      for (const { key, name } of people) {
        if (known.has(key)) continue
        const email = demoEmail(key)
        known.set(key, await makeAccount(ctx, { email, name, password: DEMO_PASSWORD, locale, zone }))
      }
    }
    const operator = {
      email: demoEmail('operator'),
      name: 'Operator',
      locale: 'ru',
      zone: 'Europe/Moscow',
    } as const
    await makeAccount(ctx, { ...operator, password: DEMO_PASSWORD, operator: true })
    return true
  })
  if (!laid) return false
  const { at, tell } = timeline()
  const stories: Story[] = []
  for (const studio of [SEVER, TIDE]) {
    const scope = { studioId: newId(), actor: { kind: 'system' }, request: { id: 'demo' } } as const
    await database.transaction(scope, (ctx) => layStudio(longAgo(ctx), studio, known))
    await hangPictures(
      (fn) => database.transaction(scope, (ctx) => fn(longAgo(ctx))),
      services.storage.blobs,
      (await pictures.get(studio.slug)) ?? [],
    )
    const owner = studio.people.find(({ role }) => role === 'owner')?.key ?? ''
    const place = await demoPlace(services, at, scope.studioId, { ...studio, owner }, known)
    await tell([
      async () => {
        await layTerms(place)
        stories.push(...(await laySchedule(place)))
      },
    ])
    stories.push(...projectStories(services, place), ...orderStories(place, studio.orders))
    stories.push(() => at(studio.plan.paidDaysAgo, () => laySubscription(services, scope, studio, known)))
  }
  await tell(stories)
  return true
}

/** The studio has been paid for some days, with a card that the practice bank goes on paying from. */
async function laySubscription(
  services: Services,
  scope: Scope,
  studio: DemoStudio,
  known: ReadonlyMap<string, string>,
) {
  const id = newId()
  const { plan, zone, currency, people } = studio
  const owner = people.find(({ role }) => role === 'owner')?.key ?? ''
  const amount = { amountMinor: plan.priceMinor, currency }
  const paid = { attemptId: id, amountMinor: plan.priceMinor }
  const outcome = await noteOutcome(services.database, paid, 'succeeded', 'succeeded')
  const method = 'method' in outcome ? outcome.method : undefined
  await services.database.transaction(scope, async (ctx) => {
    const then: Ctx = { ...ctx, now: ctx.now.subtract({ hours: plan.paidDaysAgo * 24 }) }
    const attempt = { id, accountId: idOf(known, owner), amount, ...(method ? { method } : {}) }
    await payFirstPeriod(then, { planId: plan.id, zone }, attempt)
  })
}

async function layStudio(ctx: Ctx, studio: DemoStudio, known: ReadonlyMap<string, string>): Promise<void> {
  const { people, orders: _orders, plan: _plan, slug, name, currency, zone, locale, ...brand } = studio
  const owner = people.find((person) => person.role === 'owner')
  if (!owner) throw new Error('a demo studio has no owner')
  const { engineerSetId } = await createStudio(ctx, {
    slug,
    name,
    currency,
    zone,
    locale,
    owner: { accountId: idOf(known, owner.key), displayName: owner.name },
  })
  await dressStudio(ctx, brand)
  for (const person of people) {
    const { key, name: displayName, role, title = '' } = person
    if (role !== 'owner')
      await join(ctx, {
        ...{ accountId: idOf(known, key), role, displayName, title, public: role === 'staff' },
        ...(role === 'staff' ? { permissionSetId: engineerSetId } : {}),
      })
  }
}

/** Before all that the demo world tells of. */
function longAgo(ctx: Ctx): Ctx {
  return { ...ctx, now: ctx.now.subtract({ hours: 120 * 24 }) }
}

function idOf(known: ReadonlyMap<string, string>, key: string): string {
  const id = known.get(key)
  if (!id) throw new Error(`nobody in the demo world is called ${key}`)
  return id
}
