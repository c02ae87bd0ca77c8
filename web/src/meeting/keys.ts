/** What a key does in the meeting view; text fields and open menus keep their own keys. */
export type Command =
  | 'toggle'
  | 'back'
  | 'pause'
  | 'forward'
  | 'left'
  | 'right'
  | 'previous'
  | 'next'
  | 'search'
  | 'nextHit'
  | 'previousHit'
  | 'edit'
  | 'undo'
  | 'redo'

export interface Stroke {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  shiftKey: boolean
}

const PLAIN: Record<string, Command> = {
  ' ': 'toggle',
  k: 'pause',
  j: 'back',
  l: 'forward',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'previous',
  ArrowDown: 'next',
  '/': 'search',
  n: 'nextHit',
  e: 'edit',
}

export function commandOf({ key, ctrlKey, metaKey, altKey, shiftKey }: Stroke): Command | null {
  if (altKey) return null
  const letter = key.length === 1 ? key.toLowerCase() : key
  if (ctrlKey || metaKey) {
    if (letter === 'z') return shiftKey ? 'redo' : 'undo'
    return letter === 'y' && !shiftKey ? 'redo' : null
  }
  if (letter === 'n' && shiftKey) return 'previousHit'
  if (shiftKey && key !== '/') return null
  return PLAIN[letter] ?? null
}

/** Whether an element uses keys itself: fields use all of them, controls the space bar and arrows. */
export function keeps(target: EventTarget | null, command: Command): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.closest('input:not([type=checkbox]), textarea, select, [contenteditable], [role=menu], dialog')) return true
  const moves = ['left', 'right', 'previous', 'next']
  if (moves.includes(command)) return target.closest('[role=slider], [role=tablist]') !== null
  return command === 'toggle' && target.closest('button, a, summary, input') !== null
}
