import { t } from '../lib/i18n.svelte'
import { en, type MeetingMessages } from './messages'

/** A stage's name for people; those of a person's own pipeline keep the name they gave. */
export function stageName(name: string): string {
  return known(`meeting.node.${name}`) ?? name.replaceAll('_', ' ')
}

/** What a step of undo did. */
export function stepName(label: string): string {
  return known(`meeting.step.${label}`) ?? label
}

/** A format's name for people; one that this page does not know goes by its own. */
export function formatName(name: string): string {
  return known(`meeting.format.${name}`) ?? name
}

function known(key: string): string | null {
  return key in en ? t(key as keyof MeetingMessages) : null
}
