import { createContext } from 'svelte'
import { t } from '../lib/i18n.svelte'
import type { Chapter, Segment, SummaryBody } from '../lib/types'
import { mergeNext, split, editText } from './edits'
import type { MeetingState } from './meeting.svelte'
import type { Player } from './player.svelte'
import type { Records } from './records.svelte'
import type { Search } from './search.svelte'
import { lastBegun } from './words'

export const COLOURS = 8

/** What the parts of the meeting view share. */
export class View {
  editing = $state<string | null>(null)
  tab = $state<'transcript' | 'minutes'>('transcript')
  /** The transcript comes along with the recording until a person scrolls away. */
  following = $state(true)

  /** A segment that is to be shown, anew with each object. */
  spot = $state.raw<{ segment: string } | null>(null)
  /** Whether the keys are listed. */
  help = $state(false)
  /** Whether what was said so far is told to who came late: since a time of the meeting. */
  catching = $state<{ since: number } | null>(null)

  /** Whose segment is being given to somebody else, and the button that asks. */
  picking = $state.raw<{ at: HTMLElement; segment: string } | null>(null)
  /** The receipt that is pointed at: where it stands, and the segments it names. */
  receipt = $state.raw<{ at: HTMLElement; segments: readonly string[] } | null>(null)

  constructor(
    readonly live: MeetingState,
    readonly records: Records,
    readonly player: Player,
    readonly search: Search,
  ) {}

  nameOf(speaker: string | null): string {
    if (speaker === null) return t('meeting.unknownSpeaker')
    const known = this.records.speakerById.get(speaker)
    if (known?.speaker.name) return known.speaker.name
    return t('meeting.speaker', { n: /\d+$/.exec(speaker)?.[0] ?? '?' })
  }

  /** Which of the speakers' colours, 0 for nobody. */
  colourOf(speaker: string | null): number {
    const known = this.records.speakerById.get(speaker ?? '')
    if (known) return (known.index % COLOURS) + 1
    const number = Number(/^S(\d+)$/.exec(speaker ?? '')?.[1] ?? 0)
    return number ? ((number - 1) % COLOURS) + 1 : 0
  }

  /** Plays from a time; while there is nothing to play, shows what was said then. */
  jump(time: number): void {
    this.tab = 'transcript'
    if (!this.live.meeting?.has_audio) {
      const segment = this.records.cells[Math.max(0, lastBegun(this.records.cells, time + 0.001))]?.id
      this.following = false
      if (segment !== undefined) this.spot = { segment }
      return
    }
    this.following = true
    this.player.playFrom(time)
  }

  /** Whether people changed the text under a line after the line was written, or edited by a person. */
  isStale(segments: readonly string[], line: { revision: number }, edited: boolean): boolean {
    if (this.live.meeting?.state !== 'done') return false
    const { read, touched } = this.records
    const since = edited ? Math.max(read, line.revision) : read
    return segments.some((id) => (touched.get(id) ?? 0) > since)
  }

  /** Whether any line of the minutes is. */
  readonly anyStale = $derived.by(() => {
    const { summary, chapters, decisions, tasks, touched } = this.records
    if (!touched.size) return false
    const inShort = (name: keyof SummaryBody, lines: readonly { segments: readonly string[] }[]): boolean =>
      summary !== null && lines.some(({ segments }) => this.isStale(segments, summary, summary.edited.includes(name)))
    return (
      (summary !== null &&
        (inShort('overview', [summary]) ||
          inShort('points', summary.points) ||
          inShort('questions', summary.questions) ||
          inShort('by_speaker', summary.by_speaker))) ||
      [...decisions, ...tasks].some((line) => this.isStale(line.segments, line, line.edited.length > 0)) ||
      chapters.some((chapter) => this.isStale(this.within(chapter), chapter, chapter.edited.length > 0))
    )
  })

  /** A chapter tells of all that was said in it, though it names but its first and last segment. */
  within({ start, end }: Chapter): string[] {
    return this.records.cells.filter((cell) => cell.start >= start && cell.start < end).map(({ id }) => id)
  }

  saveText(segment: Segment, text: string, revision: number): void {
    const clean = text.replace(/\s+/g, ' ').trim()
    this.editing = null
    if (clean && clean !== segment.text) void this.live.edit(editText(segment, clean, revision))
  }

  /** Saves what was typed, then cuts it at the caret. */
  splitAt(segment: Segment, text: string, at: number, revision: number): void {
    const clean = text.replace(/\s+/g, ' ')
    const place = text.slice(0, at).replace(/\s+/g, ' ').length - (clean.length - clean.trimStart().length)
    const trimmed = clean.trim()
    if (!trimmed.slice(0, place).trim() || !trimmed.slice(place).trim()) return
    this.editing = null
    if (trimmed !== segment.text) void this.live.edit(editText(segment, trimmed, revision))
    void this.live.edit(split({ ...segment, text: trimmed }, place, revision))
  }

  mergeWithNext(segment: Segment): void {
    const { cells } = this.records
    const next = cells[cells.findIndex((cell) => cell.id === segment.id) + 1]
    this.editing = null
    if (next) void this.live.edit(mergeNext(segment, next.value))
  }
}

export const [getView, setView] = createContext<View>()
