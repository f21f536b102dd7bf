/** A field at fault: where it is, as a JSON pointer, and which rule it broke. */
export interface FieldProblem {
  pointer: string
  code: string
  message?: string
}

/** A sentence in both languages; `{name}` is filled from the problem's parameters. */
export interface Sentence {
  ru: string
  en: string
}

export interface ProblemKind {
  status: number
  title: Sentence
}

/** The problems that a module answers with: stable codes, each with its status and its sentence. */
export type ProblemCatalogue = Readonly<Record<string, ProblemKind>>

/** Declares a module's problems, keeping the codes as types. */
export function defineProblems<const C extends ProblemCatalogue>(catalogue: C): C {
  return catalogue
}

interface ProblemDetails {
  fields?: readonly FieldProblem[]
  /** Values for the sentence, and what a program may want to know. */
  params?: Readonly<Record<string, string | number>>
  /** Seconds after which it is worth trying again. */
  retryAfterS?: number
}

/** What a request is answered with when it cannot be done. Nothing was changed. */
export class Problem extends Error {
  override name = 'Problem'
  readonly code: string
  readonly details: ProblemDetails

  constructor(code: string, details: ProblemDetails = {}) {
    super(code)
    this.code = code
    this.details = details
  }
}

/** A problem to throw: `throw problem('slot_taken')`. The code stands in some module's catalogue. */
export function problem(code: string, details: ProblemDetails = {}): Problem {
  return new Problem(code, details)
}

/** Problems that any route may answer with. */
export const kernelProblems = defineProblems({
  invalid_request: {
    status: 400,
    title: { ru: 'Проверьте отмеченные поля', en: 'Check the marked fields' },
  },
  not_signed_in: { status: 401, title: { ru: 'Войдите, чтобы продолжить', en: 'Sign in to continue' } },
  forbidden: {
    status: 403,
    title: { ru: 'У вашего профиля нет такого права', en: 'Your profile is not allowed to do this' },
  },
  second_factor_required: {
    status: 403,
    title: {
      ru: 'Нужен второй шаг при входе: пройдите или включите его в своём аккаунте',
      en: 'The second step at sign-in is needed: take it, or switch it on, in your account',
    },
  },
  foreign_origin: {
    status: 403,
    title: { ru: 'Запрос пришёл с чужого сайта', en: 'The request came from another site' },
  },
  profile_required: {
    status: 403,
    title: { ru: 'Выберите профиль, от имени которого действуете', en: 'Choose the profile to act as' },
  },
  not_found: { status: 404, title: { ru: 'Здесь ничего нет', en: 'There is nothing here' } },
  conflict: {
    status: 409,
    title: {
      ru: 'Пока вы смотрели, это изменилось. Обновите страницу',
      en: 'This changed while you were looking. Reload',
    },
  },
  too_large: { status: 413, title: { ru: 'Слишком большой запрос', en: 'The request is too large' } },
  unsupported_media_type: {
    status: 415,
    title: { ru: 'Такой вид данных не принимается', en: 'This media type is not accepted' },
  },
  idempotency_key_reused: {
    status: 422,
    title: { ru: 'Этот ключ уже использован для другого запроса', en: 'This key was used for another request' },
  },
  idempotency_key_required: {
    status: 400,
    title: { ru: 'Нужен заголовок Idempotency-Key', en: 'The Idempotency-Key header is required' },
  },
  too_many_requests: {
    status: 429,
    title: {
      ru: 'Слишком часто. Повторите через {retryAfterS} с',
      en: 'Too many requests. Try again in {retryAfterS} s',
    },
  },
  internal: { status: 500, title: { ru: 'Мы сломались. Уже чиним', en: 'Something broke on our side' } },
  storage_full: {
    status: 507,
    title: { ru: 'Место на диске закончилось', en: 'The storage is full' },
  },
  studio_read_only: {
    status: 403,
    title: {
      ru: 'Эту студию сейчас можно только смотреть',
      en: 'This studio is read-only for now',
    },
  },
  studio_blocked: {
    status: 403,
    title: { ru: 'Студия закрыта платформой', en: 'The platform has closed this studio' },
  },
  unavailable: { status: 503, title: { ru: 'Сервис сейчас недоступен', en: 'The service is unavailable right now' } },
})
