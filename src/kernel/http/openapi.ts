import swagger from '@fastify/swagger'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { problemSchema } from './problems.ts'
import type { App } from './types.ts'

const PROBLEM = {
  description: 'A problem (RFC 9457): nothing was changed',
  content: { 'application/problem+json': { schema: problemSchema } },
}

/** The OpenAPI 3.1 document, from the same zod schemas that validate: `/api/openapi.json`. */
export async function addOpenApi(app: App): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Atelier',
        version: '0.1.0',
        description:
          'One platform on which any studio runs its business. Errors are RFC 9457 problems with a stable `code`.',
      },
      components: { securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'atelier' } } },
    },
    // Every route may answer with a problem: said once here, not in each schema.
    transform: (document) =>
      jsonSchemaTransform({
        ...document,
        schema: {
          ...document.schema,
          hide: document.schema?.hide === true || !document.url.startsWith('/api/'),
          response: { ...responsesOf(document.schema), default: PROBLEM },
        },
      }),
    transformObject: jsonSchemaTransformObject,
  })
  app.get('/api/openapi.json', { config: { access: { kind: 'public' } }, schema: { hide: true } }, async () =>
    app.swagger(),
  )
}

function responsesOf(schema: { response?: unknown } | undefined): Record<string, unknown> {
  return typeof schema?.response === 'object' && schema.response !== null ? { ...schema.response } : {}
}
