import { eq, sql } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { publish } from '../../kernel/events/event.ts'
import { projectSettingsChanged } from './events.ts'
import { projectSettings, type SILENCE_OUTCOMES } from './tables.ts'

/** The usual stages, by the names that the screens translate. A studio may have its own, in its own words (R6). */
export const USUAL_STAGES = ['pre_production', 'recording', 'editing', 'mixing', 'mastering', 'release'] as const

export interface ProjectSettings {
  stages: string[]
  /** Days after which the silent side is done without. */
  silenceDays: number
  silenceOutcome: (typeof SILENCE_OUTCOMES)[number]
}

/** The studio's terms of projects, or the usual ones. */
export async function readSettings(ctx: Ctx): Promise<ProjectSettings> {
  const [row] = await ctx.tx.select().from(projectSettings).where(eq(projectSettings.studioId, ctx.studioId))
  return row ?? { stages: [...USUAL_STAGES], silenceDays: 10, silenceOutcome: 'complete' }
}

/** Sets the studio's terms of projects. Projects that are open keep their stages. */
export async function writeSettings(ctx: Ctx, settings: ProjectSettings): Promise<void> {
  const before = await readSettings(ctx)
  await ctx.tx
    .insert(projectSettings)
    .values({ studioId: ctx.studioId, ...settings })
    .onConflictDoUpdate({ target: projectSettings.studioId, set: settings })
  await publish(ctx, projectSettingsChanged, {
    subject: { type: 'studio', id: ctx.studioId },
    payload: {},
    before: plain(before),
    after: plain(settings),
  })
}

function plain({ stages, silenceDays, silenceOutcome }: ProjectSettings) {
  return { stages, silenceDays, silenceOutcome }
}

/** The next number of the studio's offers; two at once get two numbers. */
export async function nextOfferNumber(ctx: Ctx): Promise<number> {
  const [row] = await ctx.tx
    .insert(projectSettings)
    .values({ studioId: ctx.studioId, stages: [...USUAL_STAGES], lastOfferNumber: 1 })
    .onConflictDoUpdate({
      target: projectSettings.studioId,
      set: { lastOfferNumber: sql`${projectSettings.lastOfferNumber} + 1` },
    })
    .returning({ number: projectSettings.lastOfferNumber })
  if (!row) throw new Error('no number was given')
  return row.number
}
