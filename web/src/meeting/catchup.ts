/** What has happened in a meeting, for who comes late or comes back. */
import type { ActionItem, Chapter, Decision, Line, Question, Segment } from '../lib/types'

export interface Said {
  segments: readonly { value: Segment }[]
  chapters: readonly Chapter[]
  decisions: readonly Decision[]
  tasks: readonly ActionItem[]
  points: readonly Line[]
  questions: readonly Question[]
}

export interface Timed<T> {
  what: T
  /** When it was said, as far as that is known. */
  at: number | null
}

export interface Turn {
  speaker: string | null
  start: number
  text: string
}

export interface News {
  chapters: Chapter[]
  decisions: Timed<Decision>[]
  tasks: Timed<ActionItem>[]
  points: Timed<Line>[]
  /** Questions that nobody has answered. */
  questions: Timed<Question>[]
  turns: Turn[]
}

/** Seconds of the talk itself that are shown at most. */
const LAST = 180

/** All that was said from a time on. */
export function since(said: Said, from: number): News {
  const starts = new Map(said.segments.map(({ value }) => [value.id, value.start]))
  const timed = <T extends { segments: readonly string[] }>(items: readonly T[]): Timed<T>[] =>
    items
      .map((what) => ({ what, at: starts.get(what.segments[0] ?? '') ?? null }))
      .filter(({ at }) => from <= 0 || (at !== null && at >= from))
  return {
    chapters: said.chapters.filter((chapter) => chapter.end > from),
    decisions: timed(said.decisions),
    tasks: timed(said.tasks),
    points: timed(said.points),
    questions: timed(said.questions.filter(({ answer }) => !answer)),
    turns: turns(said.segments, from),
  }
}

function turns(segments: Said['segments'], from: number): Turn[] {
  const last = segments.at(-1)?.value.end ?? 0
  const first = Math.max(from, last - LAST)
  const out: Turn[] = []
  for (const { value } of segments) {
    if (value.end <= first || !value.text) continue
    const turn = out.at(-1)
    if (turn && (turn.speaker === value.speaker || value.speaker === null)) turn.text = joined(turn.text, value.text)
    else out.push({ speaker: value.speaker, start: value.start, text: value.text })
  }
  return out
}

const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}，。？！、；：]$/u

function joined(before: string, after: string): string {
  return WIDE.test(before) ? before + after : `${before} ${after}`
}

/** How far a reader has come in a meeting, and how long that is worth offering what they missed. */
export interface Seen {
  time: number
}

/** Seconds that somebody must have missed before they are told. */
const MISSED = 60
/** Seconds of a meeting before a first reader is late. */
const LATE = 120

/** What to offer who comes to a meeting at a time of it: what they missed, all of it, or nothing. */
export function missed(seen: Seen | null, now: number): 'since' | 'all' | null {
  if (seen) return now - seen.time >= MISSED ? 'since' : null
  return now >= LATE ? 'all' : null
}
