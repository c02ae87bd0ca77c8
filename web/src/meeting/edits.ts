import type { ActionItem, Segment, Speaker } from '../lib/types'
import type { Item, Kind, Step } from './ledger'
import { codePoints } from './words'

/** One change by a person: what is asked of the server, and what is shown until it answers. */
export interface Edit {
  method: 'PATCH' | 'POST' | 'DELETE'
  /** Below the meeting's address; ids in it may be temporary. */
  path: readonly string[]
  body: Record<string, unknown>
  steps: readonly Step[]
  /** The record that must not have changed meanwhile, as the person saw it. */
  base?: { kind: Kind; id: string; revision: number }
  /** The temporary id of a record that the server will name. */
  made?: { kind: Kind; id: string }
  /** What a person wrote, to be shown where others were quicker. */
  wrote?: string
  /** The same change of what others made of the record; null where they changed the very words, unless it must be. */
  again?: (theirs: Item, must: boolean) => Edit | null
}

export interface TaskFields {
  task?: string
  owner?: string | null
  due?: string | null
  status?: 'open' | 'done'
}

let made = 0

function temporary(): string {
  return `~${++made}`
}

export function isTemporary(id: string): boolean {
  return id.startsWith('~')
}

export function step<T extends Item>(kind: Kind, id: string, change: (before: T) => T | null): Step {
  return { kind, id, apply: (before) => before && change(before as T) }
}

function add(kind: Kind, record: Item): Step {
  return { kind, id: record.id, apply: () => record }
}

export function marked<T extends Item>(record: T, fields: Partial<T>): T {
  return { ...record, ...fields, edited: [...new Set([...record.edited, ...Object.keys(fields)])] }
}

/** The same record with other fields; `edited` says which. */
export function patch<T extends Item>(kind: Kind, record: T, fields: Partial<T>): Step {
  return step<T>(kind, record.id, (before) => marked(before, fields))
}

export function editText(segment: Segment, text: string, revision: number): Edit {
  return {
    method: 'PATCH',
    path: ['segments', segment.id],
    body: { text },
    steps: [patch('segment', segment, { text })],
    base: { kind: 'segment', id: segment.id, revision },
  }
}

export function moveTo(segment: Segment, speaker: string): Edit {
  return {
    method: 'PATCH',
    path: ['segments', segment.id],
    body: { speaker },
    steps: [patch('segment', segment, { speaker })],
  }
}

export function moveToNew(segment: Segment): Edit {
  const id = temporary()
  const speaker: Speaker = { id, name: null, talk_seconds: segment.end - segment.start, revision: 0, edited: [] }
  return {
    method: 'PATCH',
    path: ['segments', segment.id],
    body: { speaker: 'new' },
    steps: [add('speaker', speaker), patch('segment', segment, { speaker: id })],
    made: { kind: 'speaker', id },
  }
}

/** Cuts at a place in UTF-16; blanks around the cut go. */
export function split(segment: Segment, at: number, revision: number): Edit {
  const id = temporary()
  const share = at / Math.max(1, segment.text.length)
  const middle = segment.start + (segment.end - segment.start) * share
  const first = { text: segment.text.slice(0, at).trim(), end: middle, words: segment.words.filter((word) => word.start < middle) }
  const second: Segment = {
    ...segment,
    id,
    text: segment.text.slice(at).trim(),
    start: middle,
    words: segment.words.filter((word) => word.start >= middle),
    edited: ['text'],
  }
  return {
    method: 'POST',
    path: ['segments', segment.id, 'split'],
    body: { at: codePoints(segment.text, at) },
    steps: [
      step<Segment>('segment', segment.id, (before) => ({ ...marked(before, { text: first.text }), ...first })),
      add('segment', second),
    ],
    base: { kind: 'segment', id: segment.id, revision },
    made: { kind: 'segment', id },
  }
}

export function mergeNext(segment: Segment, next: Segment): Edit {
  const wide = /\p{Script=Han}$/u.test(segment.text) || /^\p{Script=Han}/u.test(next.text)
  return {
    method: 'POST',
    path: ['segments', segment.id, 'merge'],
    body: {},
    steps: [
      step<Segment>('segment', segment.id, (before) => ({
        ...marked(before, { text: `${before.text}${wide ? '' : ' '}${next.text}`.trim() }),
        end: Math.max(before.end, next.end),
        words: [...before.words, ...next.words],
      })),
      step<Segment>('segment', next.id, () => null),
    ],
  }
}

export function renameSpeaker(speaker: Speaker, name: string | null, items: readonly ActionItem[]): Edit {
  const owned = items.filter((item) => item.owner_id === speaker.id)
  return {
    method: 'PATCH',
    path: ['speakers', speaker.id],
    body: { name },
    steps: [
      step<Speaker>('speaker', speaker.id, (before) => marked(unsuggested(before), { name })),
      ...owned.map((item) => step<ActionItem>('action_item', item.id, (before) => ({ ...before, owner: name ?? before.owner }))),
    ],
  }
}

/** The name that was suggested is not theirs. */
export function refuseName(speaker: Speaker, name: string): Edit {
  return {
    method: 'PATCH',
    path: ['speakers', speaker.id],
    body: { refuse: name },
    steps: [step<Speaker>('speaker', speaker.id, unsuggested)],
  }
}

function unsuggested({ suggestion: _gone, ...speaker }: Speaker): Speaker {
  return speaker
}

export function mergeSpeakers(from: Speaker, into: Speaker, segments: readonly Segment[]): Edit {
  return {
    method: 'POST',
    path: ['speakers', from.id, 'merge'],
    body: { into: into.id },
    steps: [
      step<Speaker>('speaker', into.id, (before) => ({ ...before, talk_seconds: before.talk_seconds + from.talk_seconds })),
      ...segments
        .filter((segment) => segment.speaker === from.id)
        .map((segment) => patch<Segment>('segment', segment, { speaker: into.id })),
      step<Speaker>('speaker', from.id, () => null),
    ],
  }
}

/** `owner` is a speaker's id or a name; `ownerName` is what to show for it. */
export function changeTask(item: ActionItem, fields: TaskFields, ownerName?: string | null): Edit {
  const shown: Partial<ActionItem> = { ...fields }
  if (fields.due !== undefined) shown.due_text = null
  if (fields.owner !== undefined) {
    shown.owner = ownerName ?? fields.owner
    shown.owner_id = ownerName === undefined ? null : fields.owner
  }
  return {
    method: 'PATCH',
    path: ['action_items', item.id],
    body: { ...fields },
    steps: [patch('action_item', item, shown)],
    ...(fields.task === undefined ? {} : { base: { kind: 'action_item' as const, id: item.id, revision: item.revision } }),
  }
}

export function addTask(task: string): Edit {
  const id = temporary()
  const item: ActionItem = {
    id,
    task,
    owner: null,
    owner_id: null,
    due: null,
    due_text: null,
    status: 'open',
    segments: [],
    confidence: 1,
    revision: 0,
    edited: ['task'],
  }
  return { method: 'POST', path: ['action_items'], body: { task }, steps: [add('action_item', item)], made: { kind: 'action_item', id } }
}

export function dropTask(item: ActionItem): Edit {
  return { method: 'DELETE', path: ['action_items', item.id], body: {}, steps: [step('action_item', item.id, () => null)] }
}
