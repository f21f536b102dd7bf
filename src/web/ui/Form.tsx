import { createContext, type FormEvent, type ReactNode, useContext, useEffect, useId, useRef, useState } from 'react'
import { ApiProblem, type FieldProblem } from '../app/client.ts'
import { SignInAgain } from './SignInAgain.tsx'

const ProblemContext = createContext<readonly FieldProblem[]>([])

interface FormProps {
  /**
   * Does it; what it throws is shown beside the fields at fault. Nothing typed is lost. `key` stays the same while the
   * values do, so that a press after a lost answer does nothing twice.
   */
  onSubmit: (values: Record<string, string>, key: string) => Promise<unknown>
  submit: string
  children: ReactNode
}

/** The one shape of every form: fields, one submit, errors inline. One press is one request. */
export function Form({ onSubmit, submit, children }: FormProps) {
  const [problem, setProblem] = useState<ApiProblem>()
  const [busy, setBusy] = useState(false)
  const attempt = useRef({ key: '', body: '' })
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    // The button that was pressed was off meanwhile, and has lost the focus.
    if (problem) form.current?.querySelector<HTMLElement>('[aria-invalid="true"], button[type="submit"]')?.focus()
  }, [problem])
  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (busy) return
    const values = Object.fromEntries(
      [...new FormData(event.currentTarget)].map(([name, value]) => [name, String(value)]),
    )
    const body = JSON.stringify(values)
    if (attempt.current.body !== body) attempt.current = { key: crypto.randomUUID(), body }
    setBusy(true)
    setProblem(undefined)
    try {
      await onSubmit(values, attempt.current.key)
      attempt.current = { key: '', body: '' }
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <form ref={form} className="form" onSubmit={send} noValidate>
      <ProblemContext value={problem?.fields ?? []}>{children}</ProblemContext>
      {problem && (
        <p className="wrong wrong--form" role="alert">
          {problem.message}
          <SignInAgain after={problem} />
        </p>
      )}
      <div>
        <button className="btn btn--ink btn--main" type="submit" disabled={busy}>
          {submit}
        </button>
      </div>
    </form>
  )
}

/** What the API found wrong with a field, or with anything inside of it. */
function useFieldProblem(at: string): FieldProblem | undefined {
  const inside = `/${at}/`
  return useContext(ProblemContext).find(({ pointer }) => `${pointer}/`.endsWith(inside) || pointer.startsWith(inside))
}

/** What is wrong with a group that has no field of its own: the boxes to tick, the rows of a list. */
export function Wrong({ at }: { at: string }) {
  const found = useFieldProblem(at)
  return found ? (
    <span className="wrong" role="alert">
      {found.message ?? found.code}
    </span>
  ) : null
}

interface FieldProps {
  name: string
  label: string
  hint?: string
  /** The control; an input of this field's name when left out. */
  children?: (id: string, invalid: boolean) => ReactNode
  type?: string
  value?: string
  autoComplete?: string
  /** What the API calls it, where that is not the name: `about/ru`. */
  at?: string
  onChange?: (value: string) => void
}

/** A labelled field with what is wrong beside it. */
export function Field({ name, label, hint, children, type = 'text', value, autoComplete, at, onChange }: FieldProps) {
  const id = useId()
  const found = useFieldProblem(at ?? name)
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children ? (
        children(id, found !== undefined)
      ) : (
        <input
          id={id}
          name={name}
          type={type}
          defaultValue={value}
          autoComplete={autoComplete}
          aria-invalid={found !== undefined}
          aria-describedby={`${id}-note`}
          onChange={onChange && ((event) => onChange(event.currentTarget.value))}
        />
      )}
      <span id={`${id}-note`} className={found ? 'wrong' : 'second'} role={found ? 'alert' : undefined}>
        {found ? (found.message ?? found.code) : hint}
      </span>
    </div>
  )
}
