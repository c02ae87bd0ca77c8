import type { ActionItem, Chapter, Decision, Minutes, Segment, Speaker, Summary } from '../lib/types'
import { isTemporary } from './edits'
import { Ledger, type Item, type Kind } from './ledger'
import { align, type Token } from './words'

/** A segment that changes on its own: only what shows it is drawn again. */
export class Cell {
  readonly id: string
  start: number
  end: number
  value: Segment

  constructor(segment: Segment) {
    this.id = segment.id
    this.start = segment.start
    this.end = segment.end
    this.value = $state.raw(segment)
  }

  /** True when its place in time changed. */
  take(segment: Segment): boolean {
    const moved = segment.start !== this.start
    this.start = segment.start
    this.end = segment.end
    this.value = segment
    return moved
  }
}

const DELAY = 30

/** The meeting's records as they are shown, each list in time order. */
export class Records {
  cells = $state.raw<readonly Cell[]>([])
  speakers = $state.raw<readonly Speaker[]>([])
  chapters = $state.raw<readonly Chapter[]>([])
  decisions = $state.raw<readonly Decision[]>([])
  tasks = $state.raw<readonly ActionItem[]>([])
  summary = $state.raw<Summary | null>(null)
  /** Grows when any text or any speaker of a segment changes. */
  changes = $state(0)

  /** The event after which what the machine wrote had read the text. */
  read = $state(0)
  /** The text that people changed: segments with the events that told of it. */
  readonly touched = $derived.by(() => (this.changes, touched(this.cells)))

  readonly speakerById = $derived(new Map(this.speakers.map((speaker, index) => [speaker.id, { speaker, index }])))

  readonly ledger = new Ledger((kind, id, value) => this.#show(kind, id, value))
  readonly #cells = new Map<string, Cell>()
  readonly #lists = new Map<Kind, Map<string, Item>>()
  readonly #tokens = new WeakMap<Segment, readonly Token[]>()
  readonly #stale = new Set<Kind | 'text'>()
  #timer: ReturnType<typeof setTimeout> | null = null

  load(minutes: Minutes): void {
    const { seq } = minutes
    this.read = minutes.read
    const take = (kind: Kind, records: readonly { id: string }[]): void => {
      for (const record of records)
        this.ledger.confirm(
          kind,
          record.id,
          {
            ...record,
            revision: minutes.revisions[kind]?.[record.id] ?? 0,
            edited: minutes.edited[kind]?.[record.id] ?? [],
          },
          seq,
        )
    }
    take('segment', minutes.segments)
    take('speaker', minutes.speakers)
    take('chapter', minutes.chapters)
    take('decision', minutes.decisions)
    take('action_item', minutes.action_items)
    if (minutes.summary) take('summary', [{ ...minutes.summary, id: 'summary' }])
    this.flush()
  }

  cell(id: string): Cell | undefined {
    return this.#cells.get(id)
  }

  tokens(id: string): readonly Token[] {
    const cell = this.#cells.get(id)
    return cell ? this.tokensOf(cell.value) : []
  }

  tokensOf(segment: Segment): readonly Token[] {
    let tokens = this.#tokens.get(segment)
    if (!tokens) {
      tokens = align(segment.text, segment.words, segment.start, segment.end)
      this.#tokens.set(segment, tokens)
    }
    return tokens
  }

  /** Puts into the lists what has changed since; bursts of events are put in together. */
  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    for (const kind of this.#stale) this.#publish(kind)
    this.#stale.clear()
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
  }

  #show(kind: Kind, id: string, value: Item | null): void {
    if (kind === 'segment') this.#showSegment(id, value as Segment | null)
    else {
      const list = this.#lists.get(kind) ?? new Map<string, Item>()
      this.#lists.set(kind, list)
      if (value) list.set(id, value)
      else list.delete(id)
      this.#stale.add(kind)
    }
    this.#timer ??= setTimeout(() => this.flush(), DELAY)
  }

  #showSegment(id: string, value: Segment | null): void {
    const cell = this.#cells.get(id)
    this.#stale.add('text')
    if (!value) {
      if (this.#cells.delete(id)) this.#stale.add('segment')
    } else if (!cell) {
      this.#cells.set(id, new Cell(value))
      this.#stale.add('segment')
    } else if (cell.take(value)) this.#stale.add('segment')
  }

  #publish(kind: Kind | 'text'): void {
    const list = [...(kind === 'text' ? [] : (this.#lists.get(kind)?.values() ?? []))]
    if (kind === 'text') this.changes++
    else if (kind === 'segment') this.cells = [...this.#cells.values()].sort((one, other) => one.start - other.start)
    else if (kind === 'speaker') this.speakers = (list as Speaker[]).sort(byId)
    else if (kind === 'chapter') this.chapters = (list as Chapter[]).sort((one, other) => one.start - other.start)
    else if (kind === 'decision') this.decisions = this.#inTime(list as Decision[])
    else if (kind === 'action_item') this.tasks = this.#inTime(list as ActionItem[])
    else this.summary = (list as Summary[])[0] ?? null
  }

  #inTime<T extends { segments: readonly string[] }>(list: T[]): T[] {
    const start = (item: T): number => this.#cells.get(item.segments[0] ?? '')?.start ?? Infinity
    return list.sort((one, other) => {
      const [a, b] = [start(one), start(other)]
      return a === b ? 0 : a - b
    })
  }
}

function touched(cells: readonly Cell[]): ReadonlyMap<string, number> {
  const changed = new Map<string, number>()
  for (const { id, value } of cells) if (value.edited.includes('text') || value.edited.includes('speaker')) changed.set(id, value.revision)
  return changed
}

function byId(one: Speaker, other: Speaker): number {
  if (isTemporary(one.id) !== isTemporary(other.id)) return isTemporary(one.id) ? 1 : -1
  return one.id.localeCompare(other.id, 'en', { numeric: true })
}
