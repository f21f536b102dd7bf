import { ApiProblem } from '../app/client.ts'
import { m } from '../generated/messages/messages.js'

/** The way back in, beside what was refused because the session ended: in a tab of its own, so that nothing typed goes. */
export function SignInAgain({ after }: { after: unknown }) {
  if (!(after instanceof ApiProblem) || after.status !== 401) return null
  return (
    <>
      {' '}
      <a href={`/sign-in?to=${encodeURIComponent(location.pathname)}`} target="_blank" rel="noreferrer">
        {m.sign_in()}
      </a>
    </>
  )
}
