import { and, asc, eq } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { type ExtraRow, type ResourceRow, readBookable, readExtras, type ServiceRow } from './plan.ts'
import { readScheduleSettings, type ScheduleSettings } from './settings.ts'
import { serviceResources, services } from './tables.ts'

export interface PriceList {
  services: (ServiceRow & { resourceIds: string[] })[]
  resources: ResourceRow[]
  extras: ExtraRow[]
  settings: ScheduleSettings
}

/** The studio's price list with the rooms, people and extras that go with it (R5), in the studio's order. */
export async function readPriceList(ctx: Ctx): Promise<PriceList> {
  const rows = await ctx.tx
    .select()
    .from(services)
    .where(and(eq(services.studioId, ctx.studioId), eq(services.archived, false)))
    .orderBy(asc(services.position), asc(services.id))
  const links = await ctx.tx.select().from(serviceResources).where(eq(serviceResources.studioId, ctx.studioId))
  const known = await readBookable(ctx)
  return {
    services: rows.map((service) => ({
      ...service,
      resourceIds: known
        .filter(({ id }) => links.some(({ serviceId, resourceId }) => serviceId === service.id && resourceId === id))
        .map(({ id }) => id),
    })),
    resources: known,
    extras: await readExtras(ctx),
    settings: await readScheduleSettings(ctx),
  }
}
