import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { isConnectionLost } from '../database/index.ts'
import {
  type FieldProblem,
  kernelProblems,
  Problem,
  type ProblemCatalogue,
  type ProblemKind,
  type Sentence,
} from '../problem.ts'

/** A problem as RFC 9457 sends it. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    instance: z.string().optional(),
    fields: z.array(z.object({ pointer: z.string(), code: z.string(), message: z.string().optional() })).optional(),
    params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  })
  .meta({ id: 'Problem' })

type Catalogues = ReadonlyMap<string, ProblemKind>

/** All modules' problems by code. Throws when two modules declare the same code differently. */
export function gatherProblems(catalogues: readonly ProblemCatalogue[]): Catalogues {
  const all = new Map<string, ProblemKind>()
  for (const [code, kind] of catalogues.flatMap((catalogue) => Object.entries(catalogue))) {
    if (all.has(code)) throw new Error(`the problem ${code} is declared twice`)
    all.set(code, kind)
  }
  return all
}

/** Answers an error as a problem: the thrown one, or the one that the framework's or the database's error means. */
export function answerError(known: Catalogues) {
  return (error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply) => {
    const found = error instanceof Problem ? error : translate(error, request.locale)
    const kind = known.get(found.code)
    if (!kind) request.log.error({ err: error, code: found.code }, 'a problem that no module declares')
    if (found.code === 'internal' || found.code === 'unavailable') request.log.error({ err: error }, 'request failed')
    return sendProblem(request, reply, worded(found, known, request.locale), kind ?? kernelProblems.internal)
  }
}

/**
 * A field whose rule is one of the declared problems gets that problem's sentence: either the code of a thrown problem's
 * field, or the message of a schema's `refine`.
 */
function worded(found: Problem, known: Catalogues, locale: 'ru' | 'en' = 'en'): Problem {
  const { fields, ...rest } = found.details
  if (!fields) return found
  const wordedFields = fields.map((field) => {
    const code = field.code === 'custom' ? (field.message ?? '') : field.code
    const kind = known.get(code)
    if (kind) return { ...field, code, message: kind.title[locale] }
    if (field.message) return field
    // No code of ours is shown to people: the sentence of the rule, or that of the problem as a whole.
    const sentence =
      FIELD_SENTENCES[code] ?? (found.code === 'invalid_request' ? undefined : known.get(found.code)?.title)
    return { ...field, message: (sentence ?? INVALID)[locale] }
  })
  return new Problem(found.code, { ...rest, fields: wordedFields })
}

function sendProblem(request: FastifyRequest, reply: FastifyReply, found: Problem, kind: ProblemKind) {
  const { fields, params, retryAfterS } = found.details
  const values: Record<string, string | number> = { ...params, ...(retryAfterS === undefined ? {} : { retryAfterS }) }
  if (retryAfterS !== undefined) reply.header('retry-after', String(Math.ceil(retryAfterS)))
  return reply
    .code(kind.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .header('cache-control', 'no-store')
    .serializer((payload: unknown) => JSON.stringify(payload))
    .send({
      type: `/api/problems#${found.code}`,
      title: fill(kind.title[request.locale ?? 'en'], values),
      status: kind.status,
      code: found.code,
      instance: request.id,
      ...(fields ? { fields } : {}),
      ...(Object.keys(values).length > 0 ? { params: values } : {}),
    })
}

function fill(sentence: string, values: Record<string, string | number>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}

/** A moment that PostgreSQL does not know: the year zero, or one that the sender's zone or a calculation led out of its years. */
const NO_SUCH_MOMENT = new Set(['22007', '22008'])

const UNREACHABLE = new Set(['ECONNREFUSED', 'ECONNRESET', '57P01', '57P02', '57P03', '53300', '08006', '08003'])

function translate(error: FastifyError | Error, locale: 'ru' | 'en'): Problem {
  if (hasZodFastifySchemaValidationErrors(error)) {
    return new Problem('invalid_request', { fields: error.validation.map(fieldOf(error.validationContext, locale)) })
  }
  if (error instanceof z.ZodError) {
    return new Problem('invalid_request', {
      fields: error.issues.map((issue) => ({
        pointer: `/${issue.path.join('/')}`,
        code: issue.code,
        message: issue.message,
      })),
    })
  }
  const code = codeOf(error)
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new Problem('too_large')
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return new Problem('unsupported_media_type')
  if (code === 'ENOSPC' || code === '53100') return new Problem('storage_full')
  if (code && NO_SUCH_MOMENT.has(code)) return new Problem('invalid_request')
  if ((code && UNREACHABLE.has(code)) || isConnectionLost(error)) return new Problem('unavailable', { retryAfterS: 1 })
  if ('statusCode' in error && error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
    return new Problem(error.statusCode === 404 ? 'not_found' : 'invalid_request')
  }
  // 22P02 and 22003: a value of the right type that the database cannot take, such as a cursor that someone made up.
  if (code === '22P02' || code === '22003') return new Problem('invalid_request')
  return new Problem('internal')
}

interface ValidationIssue {
  keyword: string
  /** What the validator says of the rule besides: for a text that is too short, how long it must be. */
  params?: { origin?: unknown; minimum?: unknown; maximum?: unknown; format?: unknown }
  instancePath: string
  message?: string
}

/** What to do about a field, by the rule that it broke; without one here, the validator's own words. */
const INVALID: Sentence = { ru: 'Проверьте, как это написано', en: 'Check how this is written' }
const FIELD_SENTENCES: Readonly<Record<string, Sentence>> = {
  too_small: { ru: 'Слишком коротко или мало', en: 'Too short or too little' },
  too_big: { ru: 'Слишком длинно или много', en: 'Too long or too much' },
  invalid_type: { ru: 'Заполните это поле', en: 'Fill in this field' },
  long: { ru: 'Знаков можно не больше {maximum}', en: 'At most {maximum} characters' },
  too_long: { ru: 'Слишком длинно или много', en: 'Too long or too much' },
  invalid_format: INVALID,
  email: { ru: 'Напишите адрес целиком: имя@пример.рф', en: 'Write the whole address: name@example.com' },
  amount: { ru: 'Напишите сумму числом, например 1500', en: 'Write an amount, such as 1500' },
  invalid_value: { ru: 'Выберите одно из предложенного', en: 'Choose one of the offered' },
  empty: { ru: 'Заполните это поле', en: 'Fill in this field' },
  short: { ru: 'Знаков нужно не меньше {minimum}', en: 'At least {minimum} characters' },
  unknown: { ru: 'Выберите одно из предложенного', en: 'Choose one of the offered' },
  past: { ru: 'Этот день уже прошёл', en: 'This day has passed already' },
  invalid_literal: { ru: 'Без этого нельзя продолжить', en: 'This is needed to go on' },
}

function fieldOf(context: string | undefined, locale: 'ru' | 'en') {
  return ({ keyword: code, instancePath, message, params }: ValidationIssue): FieldProblem => {
    const rule = FIELD_SENTENCES[brokenRule(code, message ?? '', instancePath, params)]?.[locale]
    const sentence = rule ? fill(rule, { minimum: Number(params?.minimum), maximum: Number(params?.maximum) }) : message
    return {
      pointer: context && context !== 'body' ? `/${context}${instancePath}` : instancePath || '/',
      code,
      ...(sentence ? { message: sentence } : {}),
    }
  }
}

/** Which of the sentences tells it: not all that a validator calls by one name is lacking the same to a person. */
function brokenRule(code: string, message: string, at: string, params: ValidationIssue['params']): string {
  // Amounts travel as minor units in text: what was no amount stays as it was typed. A rule of ours has words of its own.
  if (at.endsWith('Minor') && !['invalid_type', 'custom'].includes(code)) return 'amount'
  if (code === 'invalid_format') return params?.format === 'email' ? 'email' : code
  if (code === 'too_big' && params?.origin === 'string') return 'long'
  if (code === 'invalid_type') return /received (undefined|null)$/.test(message) ? code : 'invalid_format'
  if (code === 'too_small' && params?.origin === 'string') return params.minimum === 1 ? 'empty' : 'short'
  return code
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  if ('code' in error && typeof error.code === 'string') return error.code
  return codeOf(error.cause)
}
