import { t } from '../lib/i18n.svelte'
import { en, type MeetingMessages } from './messages'

/** A stage's name for people; those of a person's own pipeline keep the name they gave. */
export function stageName(name: string): string {
  const key = `meeting.node.${name}`
  return key in en ? t(key as keyof MeetingMessages) : name.replaceAll('_', ' ')
}
