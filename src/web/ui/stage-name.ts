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
