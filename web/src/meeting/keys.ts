import { t } from '../lib/i18n.svelte'

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
  | 'minutes'
  | 'transcript'
  | 'help'

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
  m: 'minutes',
  t: 'transcript',
  '?': 'help',
}

export function commandOf({ key, ctrlKey, metaKey, altKey, shiftKey }: Stroke): Command | null {
  if (altKey) return null
  const letter = key.length === 1 ? key.toLowerCase() : key
  if (ctrlKey || metaKey) {
    if (letter === 'z') return shiftKey ? 'redo' : 'undo'
    return letter === 'y' && !shiftKey ? 'redo' : null
  }
  if (letter === 'n' && shiftKey) return 'previousHit'
  if (shiftKey && key !== '/' && key !== '?') return null
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

/** What there is, for people. */
export function shortcuts(): [string, ...string[]][] {
  return [
    [t('meeting.key.play'), '␣', 'K'],
    [t('meeting.key.skip', { seconds: 10 }), 'J', 'L'],
    [t('meeting.key.skip', { seconds: 5 }), '←', '→'],
    [t('meeting.key.step'), '↑', '↓'],
    [t('meeting.key.transcript'), 'T'],
    [t('meeting.key.minutes'), 'M'],
    [t('keys.search'), '/'],
    [t('meeting.key.hits'), 'N', '⇧ N'],
    [t('meeting.key.edit'), 'E'],
    [t('meeting.undo'), 'Ctrl Z'],
    [t('meeting.redo'), 'Ctrl ⇧ Z'],
    [t('keys.help'), '?'],
  ]
}
