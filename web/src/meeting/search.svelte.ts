import { untrack } from 'svelte'
import { findHits, type Hit } from './find'
import type { Records } from './records.svelte'
import { lastBegun, type Mark } from './words'

const NONE: readonly Mark[] = []

/** What a person looks for in this meeting, and which place they are at. */
export class Search {
  query = $state('')
  at = $state(0)

  constructor(private readonly records: Records) {}

  readonly hits: readonly Hit[] = $derived.by(() => {
    const { query, records } = this
    if (!query.trim()) return []
    void records.changes
    void records.cells
    return untrack(() =>
      findHits(
        records.cells.map((cell) => cell.value),
        query,
      ),
    )
  })

  readonly current: Hit | null = $derived(this.hits[Math.min(this.at, this.hits.length - 1)] ?? null)

  readonly #bySegment = $derived.by(() => {
    const map = new Map<string, Mark[]>()
    for (const hit of this.hits) {
      const marks = map.get(hit.segment) ?? []
      marks.push({ from: hit.from, to: hit.to, current: hit === this.current })
      map.set(hit.segment, marks)
    }
    return map
  })

  marks(segment: string): readonly Mark[] {
    return this.#bySegment.get(segment) ?? NONE
  }

  /** Looks for something else; starts at the first place from `time` on. */
  look(query: string, time = 0): void {
    this.query = query
    const { cells } = this.records
    const order = new Map(cells.map((cell, index) => [cell.id, index]))
    const from = Math.max(0, lastBegun(cells, time))
    const first = this.hits.findIndex((hit) => (order.get(hit.segment) ?? 0) >= from)
    this.at = Math.max(0, first)
  }

  step(by: 1 | -1): void {
    const count = this.hits.length
    if (count) this.at = (Math.min(this.at, count - 1) + by + count) % count
  }
}
