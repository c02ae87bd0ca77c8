import type { Edit } from './edits'
import type { Item, Kind, Ledger } from './ledger'

/** The server's answer to an edit, as far as the order of edits needs it. */
export interface Answer {
  seq: number
  changed: readonly ({ seq: number; type: string; id?: string; revision?: number } & Record<string, unknown>)[]
  undo: string | null
  redo: string | null
}

/** How a request failed: no connection, another hand was quicker, or the server said no. */
export type Failure = { how: 'offline' } | { how: 'conflict'; current: Item & { seq: number } } | { how: 'refused'; message: string }

export interface Outside {
  send: (method: string, path: readonly string[], body: Record<string, unknown>) => Promise<Answer>
  failure: (error: unknown) => Failure
  answered: (answer: Answer) => void
  refused: (edit: Edit, failure: Failure) => void
  /** Resolves when it makes sense to try again. */
  online: () => Promise<void>
  waiting: (count: number) => void
}

interface Waiting {
  edit: Edit
  done: () => void
}

/** Sends edits one after the other, so that each builds on the answer to the one before. */
export class EditQueue {
  /** The kind of record that the server is making now; news of one that nobody knows may be of it. */
  making: Kind | null = null
  readonly #waiting: Waiting[] = []
  readonly #names = new Map<string, string>()
  readonly #revisions = new Map<string, number>()
  #running = false

  constructor(
    private readonly ledger: Ledger,
    private readonly outside: Outside,
  ) {}

  /** Shows the change at once; resolves when the server has answered or refused. */
  push(edit: Edit): Promise<void> {
    this.ledger.draft(edit)
    return new Promise((done) => {
      this.#waiting.push({ edit, done })
      this.outside.waiting(this.#waiting.length)
      if (!this.#running) void this.#run()
    })
  }

  /** The server's id for a temporary one. */
  name(id: string): string {
    return this.#names.get(id) ?? id
  }

  async #run(): Promise<void> {
    this.#running = true
    for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
      await this.#send(next.edit)
      this.#waiting.shift()
      this.outside.waiting(this.#waiting.length)
      next.done()
    }
    this.#running = false
  }

  async #send(edit: Edit): Promise<void> {
    this.making = edit.made?.kind ?? null
    await this.#sent(edit)
    this.making = null
  }

  async #sent(edit: Edit): Promise<void> {
    for (;;) {
      const body = this.#body(edit)
      const known = edit.made && this.ledger.ids(edit.made.kind)
      try {
        const answer = await this.outside.send(
          edit.method,
          edit.path.map((part) => this.name(part)),
          body,
        )
        this.#learnRevisions(answer, edit.base && Number(body['revision']))
        if (edit.made && known) this.#learnName(edit.made, known, answer)
        this.outside.answered(answer)
        this.ledger.settle(edit)
        return
      } catch (error) {
        const failure = this.outside.failure(error)
        if (failure.how === 'offline' && edit.method !== 'POST') {
          await this.outside.online()
          continue
        }
        this.ledger.settle(edit)
        this.outside.refused(edit, failure)
        return
      }
    }
  }

  #body(edit: Edit): Record<string, unknown> {
    const body = Object.entries(edit.body).map(([key, value]) => [key, typeof value === 'string' ? this.name(value) : value])
    return { ...Object.fromEntries(body), ...(edit.base ? { revision: this.#current(edit.base) } : {}) }
  }

  /** The revision a person's own earlier edits have made of the one they saw. */
  #current({ kind, id, revision }: { kind: Kind; id: string; revision: number }): number {
    let now = revision
    for (;;) {
      const next = this.#revisions.get(`${kind} ${this.name(id)} ${now}`)
      if (next === undefined || next <= now) return now
      now = next
    }
  }

  /** A record was at the revision that was named, else one step below the one it has now. */
  #learnRevisions(answer: Answer, named: number | undefined): void {
    for (const { type, id, revision } of answer.changed)
      if (id !== undefined && revision !== undefined)
        this.#revisions.set(`${type} ${id} ${Math.min(named ?? Infinity, revision - 1)}`, revision)
  }

  #learnName(made: { kind: Kind; id: string }, known: ReadonlySet<string>, answer: Answer): void {
    const record = answer.changed.find(({ type, id }) => type === made.kind && id !== undefined && !known.has(id))
    if (record?.id === undefined) return
    this.#names.set(made.id, record.id)
    this.#revisions.set(`${record.type} ${record.id} 0`, record.revision ?? 0)
  }
}
