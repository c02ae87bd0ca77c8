import { tick, untrack } from 'svelte'
import { Heights } from '../lib/heights'
import type { Cell } from './records.svelte'

/** Rows kept ready above and below what is seen. */
const MARGIN = 300

/** Which rows of a long list are drawn, and where. Rows keep still while others above them change. */
export class Rows {
  version = $state(0)
  scroll = $state(0)
  height = $state(600)

  readonly heights: Heights
  /** Whether the list is kept at its end. */
  stuck = false
  #cells: readonly Cell[] = []
  #places = new Map<string, number>()
  #box: HTMLElement | null = null
  #width = 0
  readonly #watch: ResizeObserver
  readonly #drawn = new Set<HTMLElement>()

  constructor(guess: (id: string, width: number) => number) {
    this.heights = new Heights((id) => guess(id, this.#width))
    this.#watch = new ResizeObserver((entries) => this.#measured(entries))
  }

  readonly from = $derived.by(() => {
    void this.version
    return this.heights.at(this.scroll - MARGIN)
  })

  readonly to = $derived.by(() => {
    void this.version
    return this.heights.length ? this.heights.at(this.scroll + this.height + MARGIN) + 1 : 0
  })

  readonly total = $derived.by(() => {
    void this.version
    return this.heights.total
  })

  /** The scrolling box; returns what ends it. */
  attach(box: HTMLElement): () => void {
    this.#box = box
    const size = new ResizeObserver(() => this.#fit(box))
    size.observe(box)
    untrack(() => this.#fit(box))
    return () => {
      size.disconnect()
      this.#watch.disconnect()
    }
  }

  /** Measures a row for as long as it is drawn. */
  measure(row: HTMLElement): () => void {
    this.#watch.observe(row)
    this.#drawn.add(row)
    return () => {
      this.#watch.unobserve(row)
      this.#drawn.delete(row)
    }
  }

  use(cells: readonly Cell[]): void {
    untrack(() => {
      const at = this.stuck ? null : this.#anchor()
      this.#cells = cells
      this.#places = new Map(cells.map((cell, index) => [cell.id, index]))
      this.heights.use(cells.map((cell) => cell.id))
      this.#restore(at)
    })
  }

  place(id: string): number {
    return this.#places.get(id) ?? -1
  }

  top(id: string): number {
    void this.version
    return this.heights.top(this.place(id))
  }

  /** Brings a row to where it reads well; nothing moves when it already is there. */
  reveal(id: string, smooth: boolean): void {
    const index = this.place(id)
    const box = this.#box
    if (index < 0 || !box) return
    const top = this.heights.top(index)
    const bottom = this.heights.top(index + 1)
    const upper = box.scrollTop + box.clientHeight * 0.12
    const lower = box.scrollTop + box.clientHeight * 0.72
    if (top >= upper && bottom <= lower) return
    const to = Math.max(0, top - box.clientHeight * 0.3)
    const near = Math.abs(to - box.scrollTop) < box.clientHeight * 1.5
    box.scrollTo({ top: to, behavior: smooth && near ? 'smooth' : 'instant' })
    // Heights on the way were guesses until now.
    if (!near) requestAnimationFrame(() => requestAnimationFrame(() => this.#settle(index)))
  }

  /** Another width makes other lines: what was measured holds no more. */
  #fit(box: HTMLElement): void {
    this.height = box.clientHeight
    if (box.clientWidth === this.#width || !box.clientWidth) return
    const at = this.#anchor()
    this.#width = box.clientWidth
    this.heights.forget()
    for (const row of this.#drawn) this.heights.measure(row.dataset['row'] ?? '', row.getBoundingClientRect().height)
    this.#restore(at)
  }

  #settle(index: number): void {
    const box = this.#box
    if (box) box.scrollTo({ top: Math.max(0, this.heights.top(index) - box.clientHeight * 0.3), behavior: 'instant' })
  }

  #measured(entries: readonly ResizeObserverEntry[]): void {
    const box = this.#box
    const above = box ? this.heights.at(box.scrollTop) : 0
    const before = this.heights.top(above)
    const atEnd = box !== null && box.scrollTop > 0 && box.scrollTop + box.clientHeight >= this.heights.total - 2
    let changed = false
    for (const entry of entries) {
      const row = entry.target as HTMLElement
      const height = entry.borderBoxSize[0]?.blockSize ?? 0
      const id = row.dataset['row']
      if (id && height && row.isConnected) changed = this.heights.measure(id, height) || changed
    }
    if (!changed) return
    this.version++
    if (atEnd || this.stuck) return void this.toEnd()
    const moved = this.heights.top(above) - before
    if (box && moved) box.scrollTop += moved
  }

  /** The end of the list, once it is drawn. */
  async toEnd(): Promise<void> {
    await tick()
    const box = this.#box
    if (box) box.scrollTop = box.scrollHeight
  }

  #anchor(): { start: number; top: number } | null {
    const first = this.heights.at(this.#box?.scrollTop ?? 0)
    const cell = this.#cells[first]
    return this.#box && cell && this.#box.scrollTop > 0 ? { start: cell.start, top: this.heights.top(first) } : null
  }

  /** What is read stays where it is on the screen. */
  #restore(at: { start: number; top: number } | null): void {
    this.version++
    if (this.stuck) return void this.toEnd()
    if (!at || !this.#box) return
    const index = this.#cells.findIndex((cell) => cell.start >= at.start)
    const box = this.#box
    const moved = this.heights.top(Math.max(0, index)) - at.top
    if (moved) requestAnimationFrame(() => (box.scrollTop += moved))
  }
}
