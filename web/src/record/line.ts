/** Brings what is in the outbox to the server, over a socket that comes back by itself. */
import { backoff } from '../lib/backoff'
import { session } from '../lib/session.svelte'
import { RATE } from './pcm'
import type { Outbox } from './outbox'

/** Why there is no more to be sent: closing codes of the server. */
export const ELSEWHERE = 4409
export const STOPPED = 4422
const NOT_AUTHORISED = 4401
/** The server cannot keep the sound: its disk is full, or not there. */
const NOT_KEPT = 4507
const FINAL: ReadonlySet<number> = new Set([4404, 4410, ELSEWHERE, STOPPED])

/** Samples that may be on the way at once. */
const WINDOW = 30 * RATE
/** Milliseconds without a word for sound that was sent: the connection is dead though nobody said so. */
const PATIENCE = 12_000

export interface Told {
  /** How much the server has, or whether it is there at all, has changed. */
  changed: () => void
  /** The state that the meeting is in, from its events. */
  state: (state: string) => void
  /** Nothing can be sent any more. */
  end: (code: number, reason: string) => void
}

export class Line {
  connected = false
  /** Whether the server answers, but could not keep what it was sent last. */
  full = false
  #socket: WebSocket | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  readonly #watch: ReturnType<typeof setInterval>
  #tries = 0
  #seen = 0
  #next: number | null = null
  #heard = 0
  #busy = false
  /** Whether something has come since the last look. */
  #wanted = false
  #stopping = false
  #stopped = false
  readonly #gone = new AbortController()

  constructor(
    private readonly path: string,
    private readonly outbox: Outbox,
    private readonly to: Told,
  ) {
    const { signal } = this.#gone
    addEventListener('online', () => this.#again(), { signal })
    addEventListener('offline', () => this.#lost(), { signal })
    this.#watch = setInterval(() => this.#look(), 2000)
    this.#open()
  }

  close(): void {
    this.#gone.abort()
    clearInterval(this.#watch)
    this.#drop()
  }

  /** Sends on, after the outbox has got more. */
  push(): void {
    void this.#pump()
  }

  /** Ends the meeting once the server has everything. */
  stop(): void {
    this.#stopping = true
    void this.#pump()
  }

  #open(): void {
    const url = new URL(this.path, location.href)
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
    url.searchParams.set('after', String(this.#seen))
    const socket = (this.#socket = new WebSocket(url))
    this.#heard = Date.now()
    socket.onmessage = ({ data }) =>
      this.#take(JSON.parse(String(data)) as { type: string; samples?: number; seq?: number; state?: string })
    socket.onclose = ({ code, reason }) => this.#closed(code, reason)
  }

  #take(message: { type: string; samples?: number; seq?: number; state?: string }): void {
    this.#heard = Date.now()
    if (message.seq !== undefined) this.#seen = Math.max(this.#seen, message.seq)
    if (message.type === 'audio.ack' && message.samples !== undefined) this.#acked(message.samples)
    else if (message.type === 'meeting' && message.state !== undefined) this.to.state(message.state)
  }

  #acked(samples: number): void {
    // The first word on a new connection says only what was there before.
    if (this.#next !== null || samples > this.outbox.acked) this.full = false
    this.outbox.ack(samples)
    if (this.#next === null) {
      this.#next = samples
      if (!this.full) this.#tries = 0
      this.connected = true
    }
    this.to.changed()
    void this.#pump()
  }

  async #pump(): Promise<void> {
    this.#wanted = true
    if (this.#busy) return
    this.#busy = true
    try {
      while (this.#wanted) {
        this.#wanted = false
        while (await this.#send());
      }
    } finally {
      this.#busy = false
    }
  }

  /** Sends a piece; false when there is none to be sent now. */
  async #send(): Promise<boolean> {
    const [socket, at] = [this.#socket, this.#next]
    if (!socket || at === null || at - this.outbox.acked >= WINDOW) return false
    const bytes = await this.outbox.read(at)
    if (socket !== this.#socket) return true
    // The other side is leaving: once it has left, this is sent to who comes next.
    if (socket.readyState !== WebSocket.OPEN) return false
    if (bytes) {
      if (at === this.outbox.acked) this.#heard = Date.now()
      socket.send(bytes)
      this.#next = at + bytes.byteLength / 2 / this.outbox.channels
      return true
    }
    if (this.#stopping && !this.#stopped && this.outbox.waiting === 0) {
      this.#stopped = true
      socket.send(JSON.stringify({ type: 'stop' }))
    }
    return false
  }

  #closed(code: number, reason: string): void {
    if (FINAL.has(code)) {
      this.close()
      this.connected = false
      this.to.end(code, reason)
    } else if (code === NOT_AUTHORISED) {
      this.#cut()
      void session.wanted().then(() => this.#again())
    } else {
      this.full ||= code === NOT_KEPT
      this.#lost()
    }
  }

  #look(): void {
    const waits = this.#next === null || this.#next > this.outbox.acked || this.#stopped
    if (this.#socket && waits && Date.now() - this.#heard > PATIENCE) this.#lost()
  }

  #lost(): void {
    this.#cut()
    this.#timer = setTimeout(() => this.#again(), backoff(this.#tries++))
  }

  #cut(): void {
    this.#drop()
    this.connected = false
    this.to.changed()
  }

  #again(): void {
    if (this.#gone.signal.aborted || this.#socket) return
    clearTimeout(this.#timer)
    this.#open()
  }

  #drop(): void {
    clearTimeout(this.#timer)
    const socket = this.#socket
    this.#socket = null
    this.#next = null
    this.#stopped = false
    if (!socket) return
    socket.onmessage = socket.onclose = null
    socket.close()
  }
}
