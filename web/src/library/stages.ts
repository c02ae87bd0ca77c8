/** Which stage a meeting is at, of those its progress names. */
import { en } from '../lib/messages'
import { t } from '../lib/i18n.svelte'

export interface Working {
  stage: string
  done: number
}

/** The first stage begun and not done; stages of which nothing is known do not count. */
export function working(progress: Record<string, number>): Working | null {
  const open = Object.entries(progress).filter(([, done]) => done < 1)
  const [stage, done] = open.find(([, part]) => part > 0) ?? open[0] ?? []
  return stage === undefined || done === undefined ? null : { stage, done }
}

/** What a stage does, for people; those of a person's own pipeline keep the name they gave. */
export function stageName(stage: string): string {
  const key = `stage.${stage}`
  return key in en ? t(key as 'stage.asr') : stage.replaceAll('_', ' ')
}
