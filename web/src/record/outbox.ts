/** The sound on its way: in order, each piece held until the server has said that it is safe there. */
import { PIECE, type Channels } from './pcm'
import type { Shelf } from './shelf'

interface Piece {
  start: number
  samples: number
  /** In memory while it is young; after that the shelf alone has it. */
  bytes: ArrayBuffer | null
  shelved: boolean
}

/** Pieces held in memory: a minute. */
const YOUNG = 600
/** Samples of silence at a time where sound is missing. */
const GAP = PIECE * 10
/** Samples after which the shelf is swept of what the server has. */
const SWEEP = PIECE * 20

export class Outbox {
  /** Samples recorded, for each channel. */
  total: number
  /** Samples that the server has. */
  acked = 0
  /** Whether the browser keeps what is recorded. */
  safe = true
  #pieces: Piece[] = []
  #shelved = 0

  constructor(
    readonly channels: Channels,
    private readonly shelf: Shelf,
    stored: readonly number[] = [],
    /** The first sample that is recorded here where nothing is stored: what lies before it, others have sent. */
    from = 0,
  ) {
    this.#pieces = stored.map((start) => ({ start, samples: PIECE, bytes: null, shelved: true }))
    const last = this.#pieces.at(-1)
    this.total = last ? last.start + last.samples : from
    this.acked = this.#pieces[0]?.start ?? from
  }

  /** Samples that are only here. */
  get waiting(): number {
    return this.total - this.acked
  }

  /** Takes sound behind what is there; kept once the promise is fulfilled. */
  async add(bytes: ArrayBuffer): Promise<void> {
    const piece: Piece = { start: this.total, samples: this.#samples(bytes.byteLength), bytes, shelved: false }
    this.#pieces.push(piece)
    this.total += piece.samples
    try {
      await this.shelf.put(piece.start, bytes)
      piece.shelved = true
      this.safe = true
    } catch {
      this.safe = false
    }
    const old = this.#pieces[this.#pieces.length - YOUNG - 1]
    if (old?.shelved) old.bytes = null
  }

  /** The server has everything before a sample; it may have more than is known here, from before a crash. */
  ack(samples: number): void {
    this.acked = samples
    this.total = Math.max(this.total, samples)
    let done = 0
    for (const piece of this.#pieces) {
      if (piece.start + piece.samples > samples) break
      done++
    }
    this.#pieces.splice(0, done)
    const from = this.#pieces[0]?.start ?? samples
    if (from - this.#shelved < SWEEP) return
    this.#shelved = from
    this.shelf.drop(from).catch(() => undefined)
  }

  /** The sound from a sample on, some of it; null at the end. What is nowhere any more is silence, so that the clock stays right. */
  async read(at: number): Promise<ArrayBuffer | null> {
    if (at >= this.total) return null
    const piece = this.#find(at)
    if (!piece || piece.start > at) return this.#silence(Math.min(GAP, (piece?.start ?? this.total) - at))
    const bytes = piece.bytes ?? (await this.shelf.get(piece.start).catch(() => null))
    if (!bytes) return this.#silence(piece.start + piece.samples - at)
    return at === piece.start ? bytes : bytes.slice((at - piece.start) * 2 * this.channels)
  }

  /** The piece that holds a sample, else the first one behind it. */
  #find(at: number): Piece | undefined {
    let low = 0
    let high = this.#pieces.length
    while (low < high) {
      const middle = (low + high) >> 1
      const piece = this.#pieces[middle]
      if (piece && piece.start + piece.samples <= at) low = middle + 1
      else high = middle
    }
    return this.#pieces[low]
  }

  #silence(samples: number): ArrayBuffer {
    return new ArrayBuffer(samples * 2 * this.channels)
  }

  #samples(bytes: number): number {
    return Math.floor(bytes / 2 / this.channels)
  }
}
