/** What the server has confirmed, what a person changed meanwhile on top, and what is shown of both. */
export type Kind = 'segment' | 'speaker' | 'chapter' | 'summary' | 'decision' | 'action_item'

export interface Item {
  id: string
  revision: number
  edited: string[]
}

/** One step of a change that the server has not answered yet; null stands for "is not there". */
export interface Step {
  kind: Kind
  id: string
  apply: (before: Item | null) => Item | null
}

export interface Draft {
  steps: readonly Step[]
}

interface Confirmed {
  seq: number
  value: Item | null
}

/** Records that are gone and still remembered, so that late news of them change nothing. */
const GONE = 500

const KINDS: ReadonlySet<string> = new Set<Kind>(['segment', 'speaker', 'chapter', 'summary', 'decision', 'action_item'])

export function isKind(type: string): type is Kind {
  return KINDS.has(type)
}

export class Ledger {
  readonly #confirmed = new Map<string, Confirmed>()
  readonly #drafts = new Map<string, Set<Draft>>()
  readonly #gone: string[] = []

  constructor(private readonly show: (kind: Kind, id: string, value: Item | null) => void) {}

  /** Takes a record at its place in the order of events; older news of the same record change nothing. */
  confirm(kind: Kind, id: string, value: Item | null, seq: number): void {
    const key = `${kind} ${id}`
    const known = this.#confirmed.get(key)
    if (known && known.seq >= seq) return
    this.#confirmed.set(key, { seq, value })
    if (!value) this.#bury(key)
    this.show(kind, id, this.shown(kind, id))
  }

  confirmed(kind: Kind, id: string): Item | null {
    return this.#confirmed.get(`${kind} ${id}`)?.value ?? null
  }

  /** What the server has of a kind. */
  ids(kind: Kind): Set<string> {
    const ids = new Set<string>()
    for (const [key, { value }] of this.#confirmed) if (value && key.startsWith(`${kind} `)) ids.add(value.id)
    return ids
  }

  shown(kind: Kind, id: string): Item | null {
    const key = `${kind} ${id}`
    let value = this.#confirmed.get(key)?.value ?? null
    for (const draft of this.#drafts.get(key) ?? [])
      for (const step of draft.steps) if (step.kind === kind && step.id === id) value = step.apply(value)
    return value
  }

  draft(draft: Draft): void {
    for (const { kind, id } of draft.steps) {
      const key = `${kind} ${id}`
      const drafts = this.#drafts.get(key) ?? new Set()
      this.#drafts.set(key, drafts.add(draft))
    }
    this.#refresh(draft)
  }

  /** Forgets a draft: the server answered, or refused. */
  settle(draft: Draft): void {
    for (const { kind, id } of draft.steps) {
      const key = `${kind} ${id}`
      const drafts = this.#drafts.get(key)
      drafts?.delete(draft)
      if (!drafts?.size) this.#drafts.delete(key)
    }
    this.#refresh(draft)
  }

  #bury(key: string): void {
    const oldest = this.#gone.push(key) > GONE ? this.#gone.shift() : undefined
    if (oldest !== undefined && !this.#confirmed.get(oldest)?.value) this.#confirmed.delete(oldest)
  }

  #refresh(draft: Draft): void {
    const seen = new Set<string>()
    for (const { kind, id } of draft.steps) {
      if (seen.has(`${kind} ${id}`)) continue
      seen.add(`${kind} ${id}`)
      this.show(kind, id, this.shown(kind, id))
    }
  }
}
