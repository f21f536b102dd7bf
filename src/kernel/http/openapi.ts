import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { problemSchema } from './problems.ts'
import type { App } from './types.ts'

const PROBLEM = {
  description: 'A problem (RFC 9457): nothing was changed',
  content: { 'application/problem+json': { schema: problemSchema } },
}

/** Swagger UI styles its own elements; its scripts are files of ours. */
const REFERENCE_CSP =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/**
 * The OpenAPI 3.1 document, from the same zod schemas that validate: `/api/openapi.json`; and the page on which it is
 * read and tried, as whoever is signed in: `/reference`.
 */
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
  await app.register(swaggerUi, {
    routePrefix: '/reference',
    staticCSP: REFERENCE_CSP,
    uiConfig: { docExpansion: 'none', filter: true, deepLinking: true, displayRequestDuration: true },
    theme: {
      title: 'Atelier API',
      css: [{ filename: 'theme.css', content: '.swagger-ui :is(.topbar, .scheme-container) { display: none }' }],
    },
  })
}

function responsesOf(schema: { response?: unknown } | undefined): Record<string, unknown> {
  return typeof schema?.response === 'object' && schema.response !== null ? { ...schema.response } : {}
}
