import { t } from '../lib/i18n.svelte'

/** What a key does in the library; fields keep their keys, and open menus stop theirs. */
export type Command = 'search' | 'next' | 'previous' | 'rename' | 'delete' | 'record' | 'help'

const COMMANDS: Record<string, Command> = {
  '/': 'search',
  j: 'next',
  ArrowDown: 'next',
  k: 'previous',
  ArrowUp: 'previous',
  F2: 'rename',
  Delete: 'delete',
  r: 'record',
  '?': 'help',
}

export interface Stroke {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  target: EventTarget | null
}

export function commandOf({ key, ctrlKey, metaKey, altKey, target }: Stroke): Command | null {
  if (ctrlKey || metaKey || altKey) return null
  if ((target as Partial<Element> | null)?.closest?.('input, textarea, select, [contenteditable], [popover]')) return null
  return COMMANDS[key.length === 1 ? key.toLowerCase() : key] ?? null
}

/** What there is, for people. */
export function shortcuts(): [string, ...string[]][] {
  return [
    [t('keys.search'), '/'],
    [t('keys.clear'), 'Esc'],
    [t('keys.move'), 'J', 'K', '↓', '↑'],
    [t('keys.open'), 'Enter'],
    [t('keys.rename'), 'F2'],
    [t('keys.delete'), 'Delete'],
    [t('keys.record'), 'R'],
    [t('keys.paste'), 'Ctrl V'],
    [t('keys.help'), '?'],
  ]
}
