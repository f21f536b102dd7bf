/** The session's cookie that an answer sets, or the one of another name: for the Cookie header. Empty where it sets none. */
export function cookieOf({ headers }: Response, name = 'atelier'): string {
  const set = headers.getSetCookie().find((one) => one.startsWith(`${name}=`))
  return set?.split(';')[0] ?? ''
}
