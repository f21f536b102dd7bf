import pg from 'pg'

/** Most statements that one connection keeps prepared; each holds some tens of kilobytes in its backend. */
const MOST_PREPARED = 500

interface Unnamed {
  text: string
  name?: string
}

/**
 * A connection that prepares by itself what is asked of it a second time. Drizzle's builder names no statement, so that
 * the server would parse and plan each one anew, row-level security included: for the small queries that requests are
 * made of that is most of their cost. Statements given as bare text are left alone.
 */
export class PreparingClient extends pg.Client {
  readonly #names = new Map<string, string>()
  readonly #askedOnce = new Set<string>()

  override query: pg.Client['query'] = (config: unknown, ...rest: unknown[]) => {
    const query = super.query as (...args: unknown[]) => never
    return query.call(this, isUnnamed(config) ? this.#named(config) : config, ...rest)
  }

  #named(config: Unnamed): Unnamed {
    const { text } = config
    const known = this.#names.get(text)
    if (known) return { ...config, name: known }
    if (this.#names.size >= MOST_PREPARED) return config
    if (!this.#askedOnce.has(text)) {
      // Lists of many lengths make many texts: those that never come again are forgotten.
      if (this.#askedOnce.size >= MOST_PREPARED) this.#askedOnce.clear()
      this.#askedOnce.add(text)
      return config
    }
    this.#askedOnce.delete(text)
    const name = `again_${this.#names.size}`
    this.#names.set(text, name)
    return { ...config, name }
  }
}

function isUnnamed(config: unknown): config is Unnamed {
  if (typeof config !== 'object' || config === null || 'submit' in config) return false
  return 'text' in config && typeof config.text === 'string' && !('name' in config && config.name)
}
