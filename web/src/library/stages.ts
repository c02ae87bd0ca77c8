/** Which stage a meeting is at, of those its progress names. */
import { en } from '../lib/messages'
import { t } from '../lib/i18n.svelte'

export interface Working {
  stage: string
  /** 0 to 1, null while nobody knows. */
  done: number | null
}

/** Two stages that differ by less are as far as each other: one only waits for the other. */
const ALIKE = 0.02

/** The stage that the others wait for: of those begun and not done the one that is least far. */
export function working(progress: Record<string, number>): Working | null {
  const open = Object.entries(progress).filter(([, done]) => done < 1)
  const [first, ...others] = open.filter(([, done]) => done > 0)
  if (!first) return open[0] ? { stage: open[0][0], done: null } : null
  const [stage, done] = others.reduce((slow, each) => (each[1] < slow[1] - ALIKE ? each : slow), first)
  return { stage, done }
}

/** What a stage does, for people; those of a person's own pipeline keep the name they gave. */
export function stageName(stage: string): string {
  const key = `stage.${stage}`
  return key in en ? t(key as 'stage.asr') : stage.replaceAll('_', ' ')
}
