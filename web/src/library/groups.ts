/** Under which heading a meeting stands, by when it was added. */
import { t } from '../lib/i18n.svelte'
import { isoDay, month } from '../lib/time'

export function groupOf(created: string, now: Date): string {
  const at = new Date(created)
  if (Number.isNaN(at.getTime())) return ''
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate())
  const days = Math.round((midnight.getTime() - new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime()) / 86_400_000)
  if (isoDay(at) === isoDay(now) || days < 0) return t('library.today')
  if (days === 1) return t('library.yesterday')
  if (days <= (now.getDay() + 6) % 7) return t('library.week')
  return month(at)
}
