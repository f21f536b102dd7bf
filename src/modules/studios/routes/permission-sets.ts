import { z } from 'zod'
import type { App } from '../../../kernel/http/types.ts'
import type { Permission } from '../../../kernel/policy.ts'
import { problem } from '../../../kernel/problem.ts'
import type { Services } from '../../../kernel/services.ts'
import { listPermissionSets, putPermissionSet, removePermissionSet } from '../permission-set.ts'

const tags = ['people']
const studioParams = z.object({ studio: z.string() })
const params = studioParams.extend({ set: z.uuid() })
const manage = { access: { kind: 'studio', permission: 'permissions.manage' } } as const
const setSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  permissions: z.array(z.string()),
  members: z.array(z.uuid()).describe('who of the staff has it'),
})

/** What the owner lets staff do beyond their role: sets of named permissions (P6). */
export function permissionSetRoutes(app: App, { permissions }: Services): void {
  const grantable = permissions
    .flatMap((catalogue) => Object.entries<Permission>(catalogue))
    .filter(([, permission]) => permission.grantable)
  const names = new Set(grantable.map(([name]) => name))

  app.route({
    method: 'GET',
    url: '/api/studios/:studio/permission-sets',
    config: { access: { kind: 'studio', permission: 'people.manage' } },
    schema: {
      tags,
      summary: 'Sets of permissions, who has them, and all that can be granted',
      params: studioParams,
      response: {
        200: z.object({
          items: z.array(setSchema),
          grantable: z.array(z.object({ name: z.string(), title: z.string() })),
        }),
      },
    },
    handler: async (request) => {
      const items = await request.inStudio(listPermissionSets)
      return {
        items: items.map(({ permissions, members, ...set }) => ({
          ...set,
          permissions: [...permissions],
          members: [...members],
        })),
        grantable: grantable.map(([name, permission]) => ({ name, title: permission.title[request.locale] })),
      }
    },
  })

  app.route({
    method: 'PUT',
    url: '/api/studios/:studio/permission-sets/:set',
    config: manage,
    schema: {
      tags,
      summary: 'Make or change a set of permissions under the id that the client chose',
      params,
      body: z.object({ name: z.string().trim().min(1).max(80), permissions: z.array(z.string()).max(100) }),
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      if (request.body.permissions.some((name) => !names.has(name))) throw problem('unknown_permission')
      await request.inStudio((ctx) => putPermissionSet(ctx, { id: request.params.set, ...request.body }))
      return reply.code(204).send(null)
    },
  })

  app.route({
    method: 'DELETE',
    url: '/api/studios/:studio/permission-sets/:set',
    config: manage,
    schema: {
      tags,
      summary: 'Remove a set: who had it keeps what the role gives',
      params,
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      await request.inStudio((ctx) => removePermissionSet(ctx, request.params.set))
      return reply.code(204).send(null)
    },
  })
}
