/** Does something so many days ago, once all that was before it has happened. Only inside of a story. */
export type At = <T>(daysAgo: number, fn: () => Promise<T>) => Promise<T>
export type Story = () => Promise<unknown>

/**
 * One order of time for stories that are told side by side: whenever all of them wait, the one whose next step is the
 * longest ago goes on. So what is numbered as it is written (transfers, events, messages) follows its dates.
 */
export function timeline(): { at: At; tell: (stories: readonly Story[]) => Promise<void> } {
  const waiting: { daysAgo: number; go: () => void }[] = []
  let going = 0
  const pause = () => {
    going -= 1
    if (going > 0 || waiting.length === 0) return
    const next = waiting.reduce((first, other) => (other.daysAgo > first.daysAgo ? other : first))
    waiting.splice(waiting.indexOf(next), 1)
    going += 1
    next.go()
  }
  return {
    at: async (daysAgo, fn) => {
      await new Promise<void>((go) => {
        waiting.push({ daysAgo, go })
        pause()
      })
      return fn()
    },
    tell: async (stories) => {
      going += stories.length
      await Promise.all(stories.map((story) => story().finally(pause)))
    },
  }
}
