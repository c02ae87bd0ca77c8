import { SvelteMap } from 'svelte/reactivity'
import { nextFrame } from '../lib/frame'
import { ApiError, getMeeting, getMinutes, request } from '../lib/api'
import { follow, type Feed } from '../lib/socket'
import type { Event, Meeting, Proposal, Style } from '../lib/types'
import type { Edit } from './edits'
import { isKind, type Item, type Kind } from './ledger'
import { failureOf } from './failure'
import { EditQueue, type Answer, type Failure } from './queue'
import { isRecording } from './recording'
import { Records } from './records.svelte'

/** Two hands changed one record: what the other hand made of it, and what this one wanted. */
export interface Conflict {
  edit: Edit
  theirs: Item
}

/** An event, as far as it tells of a record. */
interface Told {
  seq: number
  type: string
  id?: unknown
  kind?: unknown
}

type Ending = 'missing' | 'gone'

const LABELS_DELAY = 500
/** While a meeting is recorded, events never rest. */
const LABELS_DELAY_LIVE = 10_000
const RETRY_DELAY = 2000

/** One meeting as this page shows it: loaded, then kept up to date, and changed by a person. */
export class MeetingState {
  meeting = $state.raw<Meeting | null>(null)
  failure = $state.raw<string | null>(null)
  ending = $state<Ending | null>(null)
  connected = $state(true)
  waiting = $state(0)
  readonly conflicts = new SvelteMap<string, Conflict>()
  readonly records = new Records()
  /** Whether the meeting is being recorded, or about to be. */
  readonly recording = $derived(isRecording(this.meeting))
  /** Whether this page asked for the other minutes that are being written. */
  asked = $state(false)
  /** When the recording last grew, on the page's own clock. */
  grown = performance.now()

  readonly #queue: EditQueue
  #feed: Feed | null = null
  #seen = 0
  #own = 0
  #labels: ReturnType<typeof setTimeout> | null = null
  #events: Event[] = []
  #waiting: Told[] = []
  #frame: (() => void) | null = null
  #wake: (() => void)[] = []

  constructor(
    readonly id: string,
    private readonly complain: (failure: Failure, edit: Edit | null) => void,
  ) {
    this.#queue = new EditQueue(this.records.ledger, {
      send: (method, path, body) => this.#ask<Answer>(method, path, body),
      failure: (error) => failureOf(error),
      answered: (answer) => this.#answered(answer),
      refused: (edit, failure) => this.#refused(edit, failure),
      online: () => this.#online(),
      waiting: (count) => (this.waiting = count),
    })
  }

  async load(): Promise<void> {
    this.failure = null
    try {
      const [meeting, minutes] = await Promise.all([getMeeting(this.id), getMinutes(this.id)])
      this.meeting = meeting
      this.records.load(minutes)
      this.#seen = Math.min(meeting.seq, minutes.seq)
      this.#listen()
    } catch (error) {
      const missing = error instanceof ApiError && error.status === 404
      if (missing) this.ending = 'missing'
      else this.failure = error instanceof Error ? error.message : String(error)
    }
  }

  close(): void {
    this.#feed?.close()
    this.#frame?.()
    this.records.close()
    if (this.#labels !== null) clearTimeout(this.#labels)
  }

  /** Shows a change at once and sends it. */
  edit(edit: Edit): Promise<void> {
    const done = this.#queue.push(edit)
    this.records.flush()
    return done
  }

  undo(): Promise<void> {
    return this.edit({ method: 'POST', path: ['undo'], body: {}, steps: [] })
  }

  redo(): Promise<void> {
    return this.edit({ method: 'POST', path: ['redo'], body: {}, steps: [] })
  }

  /** Ends a conflict: the person's words over the others', or not. */
  resolve(key: string, mine: boolean): void {
    const conflict = this.conflicts.get(key)
    this.conflicts.delete(key)
    const base = conflict?.edit.base
    if (!conflict || !base || !mine) return
    const { edit, theirs } = conflict
    void this.edit(edit.again?.(theirs, true) ?? { ...edit, base: { ...base, revision: theirs.revision } })
  }

  async rename(fields: { title?: string; date?: string }): Promise<void> {
    const before = this.meeting
    if (!before) return
    this.meeting = { ...before, ...fields }
    try {
      this.meeting = { ...this.meeting, ...(await this.#ask<Meeting>('PATCH', [], fields)) }
    } catch (error) {
      this.meeting = before
      this.complain(failureOf(error), null)
    }
  }

  /** Asks for a re-run, a retry or an end of the work. */
  async command(name: 'rerun' | 'retry' | 'cancel' | 'stop', body: Record<string, unknown> = {}): Promise<void> {
    try {
      const row = await this.#ask<Partial<Meeting>>('POST', [name], body)
      if (this.meeting && (row.seq ?? 0) >= this.#seen) this.meeting = { ...this.meeting, ...row }
    } catch (error) {
      this.complain(failureOf(error), null)
    }
  }

  /** Asks for other minutes, beside those that stand. */
  async propose(style: Style): Promise<void> {
    try {
      const proposal = await this.#ask<Proposal>('POST', ['proposal'], { ...style })
      this.asked = true
      if (this.meeting && this.meeting.proposal?.state !== 'ready') this.meeting = { ...this.meeting, proposal }
    } catch (error) {
      this.complain(failureOf(error), null)
    }
  }

  /** Puts the other minutes in the place of those that stand, or forgets them; true once that is done. */
  async settle(accept: boolean): Promise<boolean> {
    this.asked = false
    try {
      const proposal = this.meeting?.proposal
      if (accept) this.#answered(await this.#ask<Answer>('POST', ['proposal', 'accept'], {}))
      else await this.#ask('DELETE', ['proposal'], {})
      if (this.meeting) this.meeting = { ...this.meeting, proposal: null, ...(accept && proposal ? { style: proposal.style } : {}) }
      return true
    } catch (error) {
      this.complain(failureOf(error), null)
      return false
    }
  }

  async remove(): Promise<void> {
    try {
      await this.#ask('DELETE', [], {})
      this.close()
      location.hash = '#/'
    } catch (error) {
      this.complain(failureOf(error), null)
    }
  }

  #listen(): void {
    this.#feed = follow(`/api/meetings/${encodeURIComponent(this.id)}/events`, {
      after: () => this.#seen,
      event: (event) => this.#queueUp(event),
      state: (connected) => {
        this.connected = connected
        if (connected) this.#reconnected()
      },
      end: (code) => {
        this.ending = code === 4410 ? 'gone' : 'missing'
      },
    })
  }

  #reconnected(): void {
    for (const wake of this.#wake.splice(0)) wake()
    this.#askLabels()
  }

  /** Events come in bursts: those of one picture are shown together. */
  #queueUp(event: Event): void {
    this.#events.push(event)
    this.#frame ??= nextFrame(() => {
      this.#frame = null
      for (const each of this.#events.splice(0)) this.#take(each)
      this.records.flush()
    })
  }

  #take(event: Event): void {
    if (event.seq <= this.#seen) return
    this.#seen = event.seq
    if (event.type === 'meeting') this.#takeMeeting(event)
    else if (event.type === 'proposal') this.#takeProposal(event)
    else if (event.type === 'minutes') this.records.read = event.read ?? event.seq
    else this.#confirm(event)
    if (event.type === 'minutes' || event.seq > this.#own) this.#askLabels()
  }

  #confirm(event: Told): void {
    const { ledger } = this.records
    if (event.type === 'removed') ledger.confirm(event.kind as Kind, String(event.id), null, event.seq)
    else if (isKind(event.type) && !this.#held(event, event.type))
      ledger.confirm(event.type, String(event.id), event as unknown as Item, event.seq)
  }

  /** Whether news wait for the answer to an edit: what it makes is shown already, under another name. */
  #held(event: Told, kind: Kind): boolean {
    if (this.#queue.making !== kind || this.records.ledger.ids(kind).has(String(event.id))) return false
    this.#waiting.push(event)
    return true
  }

  #release(): void {
    this.#queue.making = null
    for (const event of this.#waiting.splice(0)) this.#confirm(event)
  }

  #takeMeeting({ seq, type: _type, meeting: _meeting, lag, ...fields }: Extract<Event, { type: 'meeting' }>): void {
    const before = this.meeting
    if (!before) return
    const queue = fields.state === 'created' ? before.queue : null
    if ((fields.duration ?? 0) > (before.duration ?? 0)) this.grown = performance.now()
    const ended = fields.state !== 'recording' && before.state === 'recording'
    const live = before.live && !ended ? { ...before.live, lag: lag ?? before.live.lag } : null
    this.meeting = { ...before, ...fields, seq, queue, live }
    if (ended) this.#askLabels()
  }

  #takeProposal({ state, progress, reason }: Extract<Event, { type: 'proposal' }>): void {
    const before = this.meeting
    if (!before) return
    const style = before.proposal?.style ?? before.style
    this.meeting = { ...before, proposal: state === 'none' ? null : { state, progress, reason, style } }
  }

  #answered(answer: Answer): void {
    this.#own = Math.max(this.#own, answer.seq)
    this.#release()
    for (const event of answer.changed) this.#confirm(event)
    if (this.meeting) this.meeting = { ...this.meeting, undo: answer.undo, redo: answer.redo }
    queueMicrotask(() => this.records.flush())
  }

  #refused(edit: Edit, failure: Failure): void {
    const base = edit.base
    this.#release()
    if (failure.how === 'conflict' && base) {
      const theirs = failure.current
      this.records.ledger.confirm(base.kind, base.id, theirs, theirs.seq)
      const again = edit.again?.(theirs, false)
      if (again) void this.edit(again)
      else if (!edit.again || edit.wrote !== undefined) this.conflicts.set(`${base.kind} ${base.id}`, { edit, theirs })
    } else this.complain(failure, edit)
    this.records.flush()
  }

  /** What undo would take back is not told in events: asked for when others changed something. */
  #askLabels(): void {
    if (this.recording && this.#labels !== null) return
    if (this.#labels !== null) clearTimeout(this.#labels)
    this.#labels = setTimeout(() => void this.#refreshLabels(), this.recording ? LABELS_DELAY_LIVE : LABELS_DELAY)
  }

  async #refreshLabels(): Promise<void> {
    this.#labels = null
    if (this.waiting > 0 || this.ending) return
    try {
      const fresh = await getMeeting(this.id)
      if (this.meeting && fresh.seq >= this.#seen)
        this.meeting = {
          ...this.meeting,
          undo: fresh.undo,
          redo: fresh.redo,
          has_audio: fresh.has_audio,
          graph: fresh.graph,
          queue: fresh.queue,
          live: fresh.live ?? null,
          style: fresh.style,
          proposal: fresh.proposal,
        }
    } catch {
      // The next event or the next connection asks again.
    }
  }

  #online(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake.push(resolve)
      if (this.connected) setTimeout(resolve, RETRY_DELAY)
    })
  }

  #ask<T>(method: string, path: readonly string[], body: Record<string, unknown>): Promise<T> {
    const place = ['api', 'meetings', this.id, ...path].map(encodeURIComponent).join('/')
    return request<T>(method, `/${place}`, method === 'DELETE' ? undefined : body)
  }
}
