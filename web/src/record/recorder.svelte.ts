/** A meeting being recorded by this tab, whatever view it shows. */
import { t } from '../lib/i18n.svelte'
import { toast } from '../lib/toasts.svelte'
import type { Capture, Place } from './capture'
import { claim, claimed, lightScreen } from './holds'
import { ELSEWHERE, Line, STOPPED } from './line'
import { now } from './now.svelte'
import { Outbox } from './outbox'
import { PIECE, RATE, type Channels } from './pcm'
import './say'
import { Drawer, everyKept, forget, keep, kept, type Kept } from './shelf'
import type { Taken } from './worklet'

/** Recording; paused by a person, or because no source is left; finishing: what is left is sent. */
export type Phase = 'recording' | 'paused' | 'lost' | 'finishing' | 'refused'

/** Pieces of silence sent into a pause, so that the last words settle. */
const PADDING = 10

export class Recorder {
  readonly id: string
  readonly title: string
  readonly channels: Channels
  phase = $state<Phase>('recording')
  /** Seconds recorded, in whole tenths. */
  seconds = $state(0)
  /** Seconds that the server does not have yet. */
  waiting = $state(0)
  connected = $state(false)
  /** Whether the server is there but has no room for the sound. */
  full = $state(false)
  /** Whether the browser keeps what is recorded if the tab is closed. */
  safe = $state(true)
  levels = $state.raw<readonly number[]>([0, 0])
  /** The source that went away last, until others are chosen. */
  lost = $state<Place | null>(null)
  /** Why the server takes no more, when it takes no more. */
  refusal = $state.raw<{ code: number; reason: string } | null>(null)
  /** The sources that are heard. */
  places = $state.raw<readonly Place[]>([])
  readonly #outbox: Outbox
  readonly #line: Line
  readonly #release: (() => void)[]
  #capture: Capture | null = null

  constructor(recording: Kept, outbox: Outbox, capture: Capture | null, release: () => void) {
    this.id = recording.id
    this.title = recording.title
    this.channels = recording.channels
    this.#outbox = outbox
    this.#release = [release, ...(capture ? [lightScreen()] : []), warnOfLeaving(() => this.#leaving())]
    this.#line = new Line(`/api/meetings/${encodeURIComponent(this.id)}/live`, outbox, {
      changed: () => this.#look(),
      state: (state) => this.#state(state),
      end: (code, reason) => this.#end(code, reason),
    })
    if (capture) this.listen(capture)
    else this.finish()
    this.#look()
  }

  /** Records what a capture hears, instead of what was heard before. */
  listen(capture: Capture): void {
    this.#capture?.close()
    this.#capture = capture
    capture.layOut(this.channels)
    capture.mute(false)
    this.places = capture.places
    capture.ontaken = (taken) => this.#take(taken)
    capture.onlost = (place) => this.#lose(place)
    this.lost = null
    this.phase = 'recording'
  }

  pause(): void {
    if (this.phase !== 'recording') return
    this.phase = 'paused'
    this.#rest()
  }

  resume(): void {
    if (this.phase !== 'paused') return
    this.phase = 'recording'
    this.#capture?.mute(false)
  }

  /** Ends the meeting as soon as the server has everything. */
  finish(): void {
    this.phase = 'finishing'
    this.#capture?.close()
    this.#capture = null
    this.levels = [0, 0]
    void keep({ id: this.id, title: this.title, channels: this.channels, finishing: true }).catch(() => undefined)
    this.#line.stop()
  }

  /** Lets go of what the server did not take. */
  discard(): void {
    void forget(this.id).catch(() => undefined)
    this.#close()
  }

  /** What only this browser has, to be saved as a file. */
  async rest(): Promise<Uint8Array<ArrayBuffer>[]> {
    const pieces: Uint8Array<ArrayBuffer>[] = []
    let at = this.#outbox.acked
    for (let bytes = await this.#outbox.read(at); bytes; bytes = await this.#outbox.read(at)) {
      pieces.push(new Uint8Array(bytes))
      at += bytes.byteLength / 2 / this.channels
    }
    return pieces
  }

  #take({ bytes, levels }: Taken): void {
    this.levels = this.phase === 'recording' ? levels : [0, 0]
    if (this.phase === 'recording') this.#add(bytes)
  }

  #add(bytes: ArrayBuffer): void {
    void this.#outbox.add(bytes).then(() => (this.safe = this.#outbox.safe))
    this.#line.push()
    this.#look()
  }

  #lose(place: Place): void {
    this.lost = place
    this.places = this.#capture?.places ?? []
    if (this.places.length) return
    const before = this.phase
    this.phase = 'lost'
    if (before === 'recording') this.#rest()
  }

  /** A pause: nothing is heard, and a second of silence follows the last words. */
  #rest(): void {
    this.#capture?.mute(true)
    this.levels = [0, 0]
    for (let n = 0; n < PADDING; n++) this.#add(new ArrayBuffer(PIECE * 2 * this.channels))
  }

  #look(): void {
    const tenths = (samples: number): number => Math.round((samples * 10) / RATE) / 10
    this.seconds = tenths(this.#outbox.total)
    this.waiting = tenths(this.#outbox.waiting)
    this.connected = this.#line.connected
    this.full = this.#line.full
  }

  #state(state: string): void {
    if (state === 'created' || state === 'recording') return
    if (this.phase === 'finishing') this.#done()
    else this.#end(STOPPED, '')
  }

  #end(code: number, reason: string): void {
    this.#look()
    this.#capture?.close()
    this.#capture = null
    if (code === STOPPED && this.#outbox.waiting === 0) return this.#done()
    this.refusal = { code, reason }
    this.phase = 'refused'
    if (code === ELSEWHERE || this.#outbox.waiting === 0) {
      toast(t(code === ELSEWHERE ? 'record.elsewhere' : 'record.deleted'), { timeout: 0 })
      this.discard()
    }
  }

  #done(): void {
    void forget(this.id).catch(() => undefined)
    this.#close()
  }

  #close(): void {
    this.#line.close()
    this.#capture?.close()
    this.#capture = null
    for (const release of this.#release) release()
    if (now.recorder === this) now.recorder = null
  }

  /** Whether something would be lost, or at least cut off, with the tab. */
  #leaving(): boolean {
    return this.phase !== 'refused' || this.#outbox.waiting > 0
  }
}

function warnOfLeaving(busy: () => boolean): () => void {
  const gone = new AbortController()
  addEventListener('beforeunload', (event) => busy() && event.preventDefault(), { signal: gone.signal })
  return () => gone.abort()
}

/** Begins to record a new meeting. */
export async function begin(recording: Kept, capture: Capture): Promise<void> {
  const release = (await claim(recording.id)) ?? (() => undefined)
  await keep(recording).catch(() => undefined)
  void navigator.storage?.persist?.().catch(() => false)
  now.recorder = new Recorder(recording, new Outbox(recording.channels, new Drawer(recording.id)), capture, release)
}

/**
 * Goes on with a recording: records on, or without a capture only sends the rest and finishes. `there` is how many
 * samples the server has. False where another tab of this browser records it.
 */
export async function goOn(recording: Kept, capture: Capture | null, there = 0): Promise<boolean> {
  const release = await claim(recording.id)
  if (!release) return false
  const drawer = new Drawer(recording.id)
  const stored = await drawer.list().catch(() => [])
  await keep({ ...recording, finishing: capture === null }).catch(() => undefined)
  now.recorder = new Recorder(recording, new Outbox(recording.channels, drawer, stored, there), capture, release)
  return true
}

/** A recording that was cut off in this browser, and the sample that what is kept of it ends at. */
export interface Left extends Kept {
  until: number
}

export async function left(id: string): Promise<Left | null> {
  if (now.recorder?.id === id) return null
  try {
    const recording = await kept(id)
    if (!recording || (await claimed(id))) return null
    const last = (await new Drawer(id).list()).at(-1)
    return { ...recording, until: last === undefined ? 0 : last + PIECE }
  } catch {
    return null
  }
}

/** The recordings that were cut off in this browser. */
export async function everyLeft(): Promise<Left[]> {
  try {
    const found = await Promise.all((await everyKept()).map(({ id }) => left(id)))
    return found.filter((each) => each !== null)
  } catch {
    return []
  }
}
