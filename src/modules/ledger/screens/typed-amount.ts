/** Minor units of what a person typed: "1 200,50" is 120050. What is no amount stays as typed, for the API to name. */
export function minorOf(typed: string): string {
  const match = /^(\d{1,9})(?:[.,](\d{1,2}))?$/.exec(typed.replace(/[\s\u00a0]/g, ''))
  if (!match) return typed
  return BigInt(`${match[1]}${(match[2] ?? '').padEnd(2, '0')}`).toString()
}
