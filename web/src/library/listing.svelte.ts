/** A list of meetings as it has been read so far: all of them, or those that a search found. */
import { listMeetings } from '../lib/api'
import type { LibraryEvent, Row } from '../lib/types'
import { append, remove, replace, upsert } from './merge'

const FIRST = 50
const MORE = 100

export class Listing {
  rows = $state.raw<readonly Row[]>([])
  total = $state(0)
  loaded = $state(false)
  busy = $state(false)
  failure = $state.raw<string | null>(null)
  #cursor: string | null = null
  #reading = new AbortController()

  constructor(readonly query = '') {}

  get complete(): boolean {
    return this.loaded && this.#cursor === null
  }

  /** Reads from the start, as far as has been read before. */
  load(): Promise<void> {
    this.#reading.abort()
    this.#reading = new AbortController()
    return this.#read(async (signal) => {
      const wanted = this.rows.length
      let page = await listMeetings({ query: this.query, limit: wanted ? MORE : FIRST }, { signal })
      let rows: readonly Row[] = page.meetings
      while (page.cursor !== null && rows.length < wanted) {
        page = await listMeetings({ query: this.query, limit: MORE, cursor: page.cursor }, { signal })
        rows = append(rows, page.meetings)
      }
      this.#take(rows, page.cursor, page.total)
    })
  }

  more(): Promise<void> {
    if (this.busy || !this.loaded || this.#cursor === null || this.failure !== null) return Promise.resolve()
    const cursor = this.#cursor
    return this.#read(async (signal) => {
      const page = await listMeetings({ query: this.query, limit: MORE, cursor }, { signal })
      this.#take(append(this.rows, page.meetings), page.cursor, page.total)
    })
  }

  stop(): void {
    this.#reading.abort()
  }

  take(event: LibraryEvent): void {
    if (event.type === 'deleted') this.remove(event.id)
    else if (this.query) this.rows = replace(this.rows, event.meeting)
    else if (this.loaded) this.#add(event.meeting)
  }

  remove(id: string): void {
    const rows = remove(this.rows, id)
    if (rows !== this.rows) this.total--
    this.rows = rows
  }

  /** Shows other fields until the server tells its own. */
  show(id: string, fields: Partial<Row>): void {
    this.rows = this.rows.map((row) => (row.id === id ? { ...row, ...fields } : row))
  }

  #add(row: Row): void {
    const rows = upsert(this.rows, row, this.complete)
    if (rows.length > this.rows.length) this.total++
    this.rows = rows
  }

  #take(rows: readonly Row[], cursor: string | null, total: number): void {
    this.rows = rows
    this.#cursor = cursor
    this.total = total
    this.loaded = true
  }

  async #read(read: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const { signal } = this.#reading
    this.busy = true
    this.failure = null
    try {
      await read(signal)
    } catch (error) {
      if (!signal.aborted) this.failure = error instanceof Error ? error.message : String(error)
    }
    if (!signal.aborted) this.busy = false
  }
}
