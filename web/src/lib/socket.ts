/** A websocket that comes back by itself, goes on after the last event seen, and passes each event on once. */
import { backoff } from './backoff'
import { session } from './session.svelte'
import type { Event } from './types'

export type Connection = 'connecting' | 'open' | 'offline'

export interface Handlers<E> {
  /** The last seq the reader has; left out where nothing is replayed. */
  after?: () => number
  event: (event: E) => void
  /** Told when the connection is there, and when it is lost. */
  state?: (connected: boolean) => void
  /** The server says that there is nothing to read any more (4404 no such meeting, 4410 deleted). */
  end?: (code: number) => void
}

export interface Feed {
  readonly connection: Connection
  close(): void
}

const NOT_AUTHORISED = 4401
const FINAL: ReadonlySet<number> = new Set([4404, 4410])

class Follower<E> implements Feed {
  connection: Connection = 'connecting'
  #socket: WebSocket | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #tries = 0
  #seen = -1
  readonly #gone = new AbortController()

  constructor(
    private readonly path: string,
    private readonly to: Handlers<E>,
  ) {
    const { signal } = this.#gone
    addEventListener('online', () => this.#again(), { signal })
    addEventListener('offline', () => this.#lost(true), { signal })
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && this.#again(), { signal })
    this.#open()
  }

  close(): void {
    this.#gone.abort()
    this.#drop()
  }

  #open(): void {
    const url = new URL(this.path, location.href)
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
    if (this.to.after) url.searchParams.set('after', String(Math.max(this.#seen, this.to.after())))
    const socket = (this.#socket = new WebSocket(url))
    socket.onopen = () => this.#opened()
    socket.onmessage = (message) => this.#take(JSON.parse(String(message.data)) as E)
    socket.onclose = ({ code }) => this.#closed(code)
  }

  #opened(): void {
    this.#tries = 0
    this.#become('open')
  }

  #take(event: E): void {
    const seq = this.to.after ? (event as { seq?: unknown }).seq : undefined
    if (typeof seq === 'number') {
      if (seq <= this.#seen) return
      this.#seen = seq
    }
    this.to.event(event)
  }

  #closed(code: number): void {
    this.#drop()
    if (code === NOT_AUTHORISED) void session.wanted().then(() => this.#again())
    else if (FINAL.has(code)) {
      this.#gone.abort()
      this.to.end?.(code)
      return
    }
    this.#lost(code !== NOT_AUTHORISED)
  }

  #lost(retry: boolean): void {
    this.#drop()
    this.#become('offline')
    if (retry) this.#timer = setTimeout(() => this.#again(), backoff(this.#tries++))
  }

  /** Connects now, unless it is connected or about to be. */
  #again(): void {
    if (this.#gone.signal.aborted || this.#socket) return
    clearTimeout(this.#timer)
    this.#open()
  }

  #drop(): void {
    clearTimeout(this.#timer)
    const socket = this.#socket
    this.#socket = null
    if (!socket) return
    socket.onopen = socket.onmessage = socket.onclose = null
    socket.close()
  }

  #become(connection: Connection): void {
    if (this.connection === connection) return
    this.connection = connection
    this.to.state?.(connection === 'open')
  }
}

/** Reads a websocket's events until `close()`, however often the connection breaks. */
export function follow<E = Event>(path: string, handlers: Handlers<E>): Feed {
  return new Follower(path, handlers)
}
