import type { ActionItem, Chapter, Decision, ProposedMinutes, Summary } from '../lib/types'
import { compared, likeness, plain, type Piece } from './diff'

/** A line as one side has it. */
export interface Side {
  title: Piece[]
  text: Piece[]
  facts: string
  segments: readonly string[]
}

export type Kind = 'same' | 'changed' | 'added' | 'removed' | 'stays'

/** A line of the old minutes beside that of the new ones which says the same. */
export interface Row {
  kind: Kind
  old: Side | null
  now: Side | null
}

export type SectionName = 'overview' | 'tasks' | 'decisions' | 'points' | 'chapters' | 'questions' | 'bySpeaker' | 'keywords'

export interface Section {
  name: SectionName
  rows: Row[]
}

/** What stands now. */
export interface Standing {
  summary: Summary | null
  chapters: readonly Chapter[]
  decisions: readonly Decision[]
  tasks: readonly ActionItem[]
}

export interface Told {
  nameOf: (speaker: string) => string
  /** Owner and due date of a task in words. */
  factsOf: (task: Pick<ActionItem, 'owner' | 'due'>) => string
  /** When a segment begins. */
  startOf: (segment: string) => number | undefined
}

/** A line of either side before they are put side by side. */
interface Plain {
  id?: string
  title?: string
  text: string
  facts?: string
  segments: readonly string[]
  /** A person's own, which no new minutes replace. */
  own?: boolean
}

/** Words in common from which two lines without ids are one. */
const SAME = 0.5

/** The old minutes beside the new ones, section by section, as a person reads them; what neither has is left out. */
export function sections(standing: Standing, proposed: ProposedMinutes, told: Told): Section[] {
  const { summary } = standing
  const has = (field: string): boolean => summary?.edited.includes(field) ?? false
  const own = <T extends { edited: string[] }>(item: T): { own: boolean } => ({ own: item.edited.length > 0 })
  const task = (item: Pick<ActionItem, 'id' | 'task' | 'owner' | 'due' | 'segments'>): Plain => ({
    id: item.id,
    text: item.task,
    facts: told.factsOf(item),
    segments: item.segments,
  })
  const chapter = (item: Pick<Chapter, 'id' | 'title' | 'summary' | 'segments'>): Plain => ({
    id: item.id,
    title: item.title,
    text: item.summary,
    segments: item.segments,
  })
  const decision = (item: Pick<Decision, 'id' | 'text' | 'segments'>): Plain => ({ id: item.id, text: item.text, segments: item.segments })
  const [old, now] = [inShort(summary, told), inShort(proposed.summary, told)]
  const list = (name: keyof typeof old, field: string): Row[] => paired(old[name], now[name], told, has(field))
  const rows: Record<SectionName, Row[]> = {
    overview: list('overview', 'overview'),
    tasks: paired(
      standing.tasks.map((item) => ({ ...task(item), ...own(item) })),
      proposed.action_items.map(task),
      told,
    ),
    decisions: paired(
      standing.decisions.map((item) => ({ ...decision(item), ...own(item) })),
      proposed.decisions.map(decision),
      told,
    ),
    points: list('points', 'points'),
    chapters: paired(
      standing.chapters.map((item) => ({ ...chapter(item), ...own(item) })),
      proposed.chapters.map(chapter),
      told,
    ),
    questions: list('questions', 'questions'),
    bySpeaker: list('bySpeaker', 'by_speaker'),
    keywords: list('keywords', 'keywords'),
  }
  return (Object.keys(rows) as SectionName[]).map((name) => ({ name, rows: rows[name] })).filter((section) => section.rows.length)
}

type InShort = Record<'overview' | 'points' | 'questions' | 'bySpeaker' | 'keywords', Plain[]>

function inShort(summary: ProposedMinutes['summary'], told: Told): InShort {
  const words = summary?.keywords.join(' · ')
  return {
    // The overview and the keywords are one line each: there is nothing else that they could be matched with.
    overview: summary?.overview ? [{ id: 'overview', text: summary.overview, segments: summary.segments }] : [],
    points: summary?.points ?? [],
    questions: (summary?.questions ?? []).map((each) => ({ title: each.question, text: each.answer, segments: each.segments })),
    bySpeaker: (summary?.by_speaker ?? []).map((each) => ({ title: told.nameOf(each.speaker), text: each.text, segments: each.segments })),
    keywords: words ? [{ id: 'keywords', text: words, segments: [] }] : [],
  }
}

function paired(old: readonly Plain[], now: readonly Plain[], told: Told, own = false): Row[] {
  const partner = partners(old, now)
  const taken = new Set(partner.values())
  const rows = old.map((line) => {
    const other = partner.get(line)
    return row({ ...line, own: own || line.own === true }, other ?? null)
  })
  // Where a person's list stays whole, the lines that it lacks are not added.
  for (const line of now) if (!taken.has(line) && !own) rows.push(row(null, line))
  const start = ({ old: was, now: is }: Row): number => told.startOf((is ?? was)?.segments[0] ?? '') ?? Infinity
  return rows
    .map((each, place) => ({ each, place, at: start(each) }))
    .sort((one, other) => (one.at === other.at ? one.place - other.place : one.at - other.at))
    .map(({ each }) => each)
}

/** Which new line each old one became: by their ids, else by what they say, the likest first. */
function partners(old: readonly Plain[], now: readonly Plain[]): Map<Plain, Plain> {
  const found = new Map<Plain, Plain>()
  const byId = new Map(now.flatMap((line) => (line.id === undefined ? [] : [[line.id, line] as const])))
  for (const line of old) {
    const other = line.id === undefined ? undefined : byId.get(line.id)
    if (other) found.set(line, other)
  }
  const taken = new Set(found.values())
  const pairs = old
    .filter((line) => line.id === undefined)
    .flatMap((line) => now.filter((other) => other.id === undefined).map((other) => ({ line, other, alike: alike(line, other) })))
    .filter((pair) => pair.alike >= SAME)
    .sort((one, other) => other.alike - one.alike)
  for (const { line, other } of pairs)
    if (!found.has(line) && !taken.has(other)) {
      found.set(line, other)
      taken.add(other)
    }
  return found
}

function alike(one: Plain, other: Plain): number {
  return likeness(`${one.title ?? ''} ${one.text}`, `${other.title ?? ''} ${other.text}`)
}

function row(old: Plain | null, now: Plain | null): Row {
  if (old?.own) return { kind: 'stays', old: whole(old), now: whole(old) }
  if (!old || !now) return { kind: old ? 'removed' : 'added', old: old && whole(old), now: now && whole(now) }
  const title = compared(old.title ?? '', now.title ?? '')
  const text = compared(old.text, now.text)
  const same = (old.title ?? '') === (now.title ?? '') && old.text === now.text && (old.facts ?? '') === (now.facts ?? '')
  return {
    kind: same ? 'same' : 'changed',
    old: { ...whole(old), title: title.old, text: text.old },
    now: { ...whole(now), title: title.now, text: text.now },
  }
}

function whole(line: Plain): Side {
  return { title: plain(line.title ?? ''), text: plain(line.text), facts: line.facts ?? '', segments: line.segments }
}

/** How many lines of a kind there are in all. */
export function count(all: readonly Section[], kind: Kind): number {
  return all.reduce((sum, { rows }) => sum + rows.filter((each) => each.kind === kind).length, 0)
}
