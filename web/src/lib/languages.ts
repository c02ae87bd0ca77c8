/** Languages by name, for a choice of them. */
import { t, type Language } from './i18n.svelte'

export function languageName(tag: string, shown: Language): string {
  if (tag === 'auto') return t('option.auto')
  try {
    return new Intl.DisplayNames([shown === 'zh' ? 'zh-Hans' : 'en'], { type: 'language' }).of(tag) ?? tag
  } catch {
    return tag
  }
}

/** By name, after those that the browser asks for. */
export function ranked(tags: readonly string[], shown: Language): string[] {
  const own = [...new Set(['auto', ...navigator.languages.map((tag) => tag.slice(0, 2))])]
  const rank = (tag: string): number => own.indexOf(tag) + 1 || own.length + 1
  const names = new Map(tags.map((tag) => [tag, languageName(tag, shown)]))
  return [...tags].sort((one, other) => rank(one) - rank(other) || (names.get(one) ?? '').localeCompare(names.get(other) ?? '', shown))
}
