import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { modules } from '../src/app.ts'
import { startEmbedded } from '../src/kernel/database/embedded.ts'
import { migrate } from '../src/kernel/database/migrate.ts'
import { admin, TEST_SECRET } from '../src/kernel/testing/database.ts'

/**
 * One PostgreSQL for the whole run, with a migrated template that each test file clones. `TEST_DATABASE_URL` names an
 * external server instead (a superuser's address), on which the same suite passes.
 */
export default async function setup(project: TestProject) {
  const external = process.env.TEST_DATABASE_URL
  const folder = await mkdtemp(join(tmpdir(), 'atelier-test-'))
  const server = external
    ? undefined
    : await startEmbedded({
        folder: join(folder, 'postgres'),
        settings: ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=400'],
      })
  const adminUrl = external ?? server?.url('postgres') ?? ''
  const template = `atelier_template_${process.pid}`
  await admin(adminUrl, `create database ${template}`)
  const templateUrl = Object.assign(new URL(adminUrl), { pathname: `/${template}` }).toString()
  await migrate(templateUrl, modules, TEST_SECRET)
  project.provide('adminUrl', adminUrl)
  project.provide('template', template)
  return async () => {
    if (external) await admin(adminUrl, `drop database ${template} with (force)`)
    await server?.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
