import { AxeBuilder } from '@axe-core/playwright'
import { expect } from '@playwright/test'
import type { Someone } from './people.ts'

/** Where pictures of the screens go that the journeys pass; nowhere unless `npm run pictures` says so. */
const shots = process.env.SHOTS

/** Nothing on the screen keeps anybody out: axe finds nothing, the size of targets included (WCAG 2.2). */
export async function expectAccessible({ page }: Someone): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .options({ rules: { 'target-size': { enabled: true } } })
    .analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
}

/** Looks at a screen: takes its picture where pictures are wanted, and sees that it is accessible. */
export async function look(person: Someone, name: string, { whole = true } = {}): Promise<void> {
  await person.page.waitForLoadState('networkidle')
  if (shots) await person.page.screenshot({ path: `${shots}/${name}.png`, fullPage: whole })
  await expectAccessible(person)
}
