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
