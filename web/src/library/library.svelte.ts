/** The library as this page shows it: all meetings, what a search found, and what a person does to them. */
import { SvelteSet } from 'svelte/reactivity'
import { cancelMeeting, deleteMeeting, renameMeeting, retryMeeting } from '../lib/api'
import { t } from '../lib/i18n.svelte'
import { follow } from '../lib/socket'
import { toast } from '../lib/toasts.svelte'
import type { LibraryEvent, Row } from '../lib/types'
import { Listing } from './listing.svelte'

const TYPING = 120
const UNDO = 8000

export class Library {
  query = $state('')
  connected = $state(true)
  /** The last thing worth telling to those who do not see the page. */
  news = $state('')
  readonly all = new Listing()
  #found = $state.raw<Listing | null>(null)
  #next: Listing | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #listening = false
  readonly #hidden = new SvelteSet<string>()

  readonly list = $derived(this.#found ?? this.all)
  readonly rows = $derived(this.#hidden.size ? this.list.rows.filter(({ id }) => !this.#hidden.has(id)) : this.list.rows)
  readonly total = $derived(Math.max(this.rows.length, this.list.total - this.#hidden.size))

  /** Begins to read and to listen; again after a visit elsewhere, it reads what has changed. */
  start(): void {
    void this.all.load()
    if (this.#listening) return
    this.#listening = true
    follow<LibraryEvent>('/api/library', {
      event: (event) => this.take(event),
      state: (connected) => {
        const back = connected && !this.connected
        this.connected = connected
        if (back || (connected && this.all.failure !== null)) this.reread()
      },
    })
  }

  reread(): void {
    void this.all.load()
    void this.#found?.load()
  }

  take(event: LibraryEvent): void {
    if (event.type === 'changed') this.#tell(event.meeting)
    this.all.take(event)
    this.#found?.take(event)
  }

  search(query: string): void {
    this.query = query
    clearTimeout(this.#timer)
    this.#next?.stop()
    const wanted = query.trim()
    if (!wanted) this.#found = null
    else if (wanted !== this.#found?.query) this.#timer = setTimeout(() => void this.#look(wanted), TYPING)
  }

  async #look(query: string): Promise<void> {
    const next = (this.#next = new Listing(query))
    await next.load()
    if (next === this.#next && this.query.trim() === query) this.#found = next
  }

  async rename(row: Row, title: string): Promise<void> {
    this.#show(row.id, { title })
    try {
      this.#show(row.id, { title: (await renameMeeting(row.id, title)).title })
    } catch (error) {
      this.#show(row.id, { title: row.title })
      this.#complain(error)
    }
  }

  async retry(row: Row): Promise<void> {
    await this.#ask(() => retryMeeting(row.id))
  }

  async cancel(row: Row): Promise<void> {
    await this.#ask(() => cancelMeeting(row.id))
  }

  /** Hides a meeting at once; it is deleted when the time for undo is over. */
  delete(row: Row): void {
    this.#hidden.add(row.id)
    toast(t('row.deleted', { title: row.title }), {
      timeout: UNDO,
      actions: [{ label: t('row.undo'), run: () => this.#hidden.delete(row.id) }],
      expired: () => void this.#delete(row),
    })
  }

  /** The page goes away: what is hidden is deleted now. */
  leave(): void {
    for (const id of this.#hidden) void deleteMeeting(id, { keepalive: true }).catch(() => undefined)
  }

  async #delete(row: Row): Promise<void> {
    try {
      await deleteMeeting(row.id)
      this.take({ type: 'deleted', id: row.id })
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      toast(t('row.deleteFailed', { title: row.title, reason }), { kind: 'error' })
    }
    this.#hidden.delete(row.id)
  }

  #show(id: string, fields: Partial<Row>): void {
    this.all.show(id, fields)
    this.#found?.show(id, fields)
  }

  async #ask(send: () => Promise<Row>): Promise<void> {
    try {
      this.take({ type: 'changed', meeting: await send() })
    } catch (error) {
      this.#complain(error)
    }
  }

  #complain(error: unknown): void {
    toast(t('row.failed', { reason: error instanceof Error ? error.message : String(error) }), { kind: 'error' })
  }

  #tell(row: Row): void {
    const before = this.all.rows.find(({ id }) => id === row.id)
    if (before && before.state !== row.state) this.news = `${row.title}: ${t(`state.${row.state}`)}`
  }
}

export const library = new Library()
