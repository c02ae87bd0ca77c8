import type { Chapter, Decision, Summary, SummaryBody } from '../lib/types'
import { marked, patch, step, type Edit } from './edits'
import type { Item, Kind } from './ledger'

/** The lists that a summary holds; a change sends the whole list. */
export type ListName = 'points' | 'questions' | 'by_speaker' | 'keywords'
type LineOf<K extends ListName> = SummaryBody[K][number]

/** Gives the changed list; null where the line is not in it any more. */
type Change<K extends ListName> = (lines: readonly LineOf<K>[]) => LineOf<K>[] | null

/** Other words for a record, which stand as long as nobody else changed the same words. */
function reworded<T extends Item>(kind: Kind, path: readonly string[], seen: T, fields: Partial<T>): Edit {
  const names = Object.keys(fields) as (keyof T)[]
  return {
    method: 'PATCH',
    path,
    body: { ...fields },
    steps: [patch(kind, seen, fields)],
    base: { kind, id: seen.id, revision: seen.revision },
    wrote: names.map((name) => String(fields[name])).join(' '),
    again: (theirs, must) => {
      const untouched = names.every((name) => (theirs as T)[name] === seen[name])
      return must || untouched ? reworded(kind, path, theirs as T, fields) : null
    },
  }
}

export function editOverview(summary: Summary, overview: string): Edit {
  return reworded<Summary>('summary', ['summary'], summary, { overview })
}

export function editDecision(decision: Decision, text: string): Edit {
  return reworded<Decision>('decision', ['decisions', decision.id], decision, { text })
}

export function dropDecision(decision: Decision): Edit {
  return { method: 'DELETE', path: ['decisions', decision.id], body: {}, steps: [step('decision', decision.id, () => null)] }
}

export function editChapter(chapter: Chapter, fields: Partial<Pick<Chapter, 'title' | 'summary'>>): Edit {
  return reworded<Chapter>('chapter', ['chapters', chapter.id], chapter, fields)
}

/** Another list in the summary. `must` is the change where `change` finds its line no more. */
function inList<K extends ListName>(seen: Summary, name: K, change: Change<K>, must: Change<K>, wrote?: string): Edit {
  const made = change(seen[name]) ?? must(seen[name])
  return {
    method: 'PATCH',
    path: ['summary'],
    body: { [name]: made ?? seen[name] },
    steps: [step<Summary>('summary', seen.id, (before) => marked(before, { [name]: change(before[name]) ?? made ?? before[name] }))],
    base: { kind: 'summary', id: seen.id, revision: seen.revision },
    ...(wrote === undefined ? {} : { wrote }),
    again: (theirs, mustBe) => {
      const lines = (theirs as Summary)[name]
      return change(lines) || (mustBe && must(lines)) ? inList(theirs as Summary, name, change, must, wrote) : null
    },
  }
}

/** Where the same words stand now; what they rest on may have changed. */
function find<K extends ListName>(lines: readonly LineOf<K>[], index: number, line: LineOf<K>): number {
  const words = wording(line)
  const there = lines[index]
  return there !== undefined && wording(there) === words ? index : lines.findIndex((each) => wording(each) === words)
}

function wording(line: LineOf<ListName>): string {
  if (typeof line === 'string') return line
  return 'question' in line ? `${line.question}\n${line.answer}` : line.text
}

export function editLine<K extends 'points' | 'questions' | 'by_speaker'>(
  summary: Summary,
  name: K,
  index: number,
  fields: Partial<LineOf<K>>,
): Edit {
  const line = summary[name][index] as LineOf<K>
  const now: LineOf<K> = { ...line, ...fields }
  const change: Change<K> = (lines) => {
    const at = find<K>(lines, index, line)
    return at < 0 ? null : lines.map((each, n) => (n === at ? { ...each, ...fields } : each))
  }
  return inList(summary, name, change, (lines) => [...lines, now], Object.values(fields).join(' '))
}

export function dropLine<K extends ListName>(summary: Summary, name: K, index: number): Edit {
  const line = summary[name][index] as LineOf<K>
  const change: Change<K> = (lines) => {
    const at = find<K>(lines, index, line)
    return at < 0 ? null : lines.filter((_, n) => n !== at)
  }
  return inList(summary, name, change, () => null)
}

export function addPoint(summary: Summary, text: string): Edit {
  const change: Change<'points'> = (lines) => [...lines, { text, segments: [] }]
  return inList(summary, 'points', change, change, text)
}
