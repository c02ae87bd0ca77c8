/**
 * What the page says, in English and Chinese: `t('key', {name: value})`.
 * A text is added to every table in messages.ts (or in the table of a view that is loaded later, which calls
 * `addMessages`); the type checker names what is missing. Another language is another table and an entry here.
 */
import type { MeetingMessages } from '../meeting/messages'
import type { ProposalMessages } from '../proposal/messages'
import type { RecordMessages } from '../record/messages'
import { en, zh, type Messages } from './messages'
import { store, stored } from './stored'

export const LANGUAGES = { en: 'English', zh: '中文' } as const
export type Language = keyof typeof LANGUAGES
export type Key = keyof Messages | keyof MeetingMessages | keyof ProposalMessages | keyof RecordMessages

const tables: Record<Language, Partial<Record<Key, string>>> = { en: { ...en }, zh: { ...zh } }

class Choice {
  now = $state<Language>('en')

  constructor() {
    const wish = [stored('language'), ...(globalThis.navigator?.languages ?? [])].map((tag) => tag?.slice(0, 2))
    this.#show((wish.find((tag) => tag && tag in LANGUAGES) ?? 'en') as Language)
  }

  set(now: Language): void {
    this.#show(now)
    store('language', now)
  }

  #show(now: Language): void {
    this.now = now
    if (globalThis.document) document.documentElement.lang = now === 'zh' ? 'zh-Hans' : now
  }
}

export const language = new Choice()

export function addMessages(more: Record<Language, MeetingMessages | ProposalMessages | RecordMessages>): void {
  for (const name of Object.keys(LANGUAGES) as Language[]) Object.assign(tables[name], more[name])
}

/** The text for a key; `{one|many}` in it follows the parameter `count`, `{name}` stands for the parameter `name`. */
export function t(key: Key, values: Record<string, string | number> = {}): string {
  const text = tables[language.now][key] ?? key
  return text.replace(/\{([^{}]+)\}/g, (whole, inside: string) => {
    const [one, many] = inside.split('|')
    if (many !== undefined) return (values['count'] === 1 ? one : many) ?? ''
    return inside in values ? String(values[inside]) : whole
  })
}
