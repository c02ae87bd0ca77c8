/** Heights of the rows of a long list: guessed until measured, kept by id while rows come and go. */
export class Heights {
  #ids: readonly string[] = []
  #tops: Float64Array = new Float64Array(1)
  #stale = true
  readonly #measured = new Map<string, number>()

  constructor(private readonly guess: (id: string) => number) {}

  get length(): number {
    return this.#ids.length
  }

  get total(): number {
    return this.top(this.#ids.length)
  }

  use(ids: readonly string[]): void {
    this.#ids = ids
    if (this.#measured.size > 2 * ids.length + 100) this.#prune()
    this.#stale = true
  }

  /** Forgets what was measured, for another width. */
  forget(): void {
    this.#measured.clear()
    this.#stale = true
  }

  /** True when the row's height changed. */
  measure(id: string, height: number): boolean {
    if (this.#measured.get(id) === height) return false
    this.#measured.set(id, height)
    this.#stale = true
    return true
  }

  top(index: number): number {
    if (this.#stale) this.#sum()
    return this.#tops[Math.max(0, Math.min(index, this.#ids.length))] ?? 0
  }

  /** The row at a height, the last one below the end. */
  at(y: number): number {
    if (this.#stale) this.#sum()
    let low = 0
    let high = this.#ids.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#tops[middle + 1] ?? Infinity) <= y) low = middle + 1
      else high = middle
    }
    return Math.max(0, Math.min(low, this.#ids.length - 1))
  }

  #prune(): void {
    const known = new Set(this.#ids)
    for (const id of this.#measured.keys()) if (!known.has(id)) this.#measured.delete(id)
  }

  #sum(): void {
    const tops = this.#tops.length === this.#ids.length + 1 ? this.#tops : new Float64Array(this.#ids.length + 1)
    let y = 0
    for (const [index, id] of this.#ids.entries()) {
      tops[index] = y
      y += this.#measured.get(id) ?? this.guess(id)
    }
    tops[this.#ids.length] = y
    this.#tops = tops
    this.#stale = false
  }
}
