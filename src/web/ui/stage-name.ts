import { m } from '../generated/messages/messages.js'

const USUAL: Readonly<Record<string, () => string>> = {
  pre_production: m.stage_pre_production,
  recording: m.stage_recording,
  editing: m.stage_editing,
  mixing: m.stage_mixing,
  mastering: m.stage_mastering,
  release: m.stage_release,
}

/** A stage's name: the usual ones in the reader's language, a studio's own as it wrote it (R6). */
export function stageName(name: string): string {
  return USUAL[name]?.() ?? name
}

/** The other way: what was typed for a stage, as it is kept. A usual one keeps its key, so that it is read in any language. */
export function stageKey(words: string): string {
  const typed = words.trim().toLocaleLowerCase()
  return Object.entries(USUAL).find(([, name]) => name().toLocaleLowerCase() === typed)?.[0] ?? words.trim()
}
