import { expect, it } from 'vitest'
import type { Edit } from './edits'
import { Ledger, type Item } from './ledger'
import { EditQueue, type Answer, type Failure } from './queue'

class Refused extends Error {
  constructor(readonly failure: Failure) {
    super(failure.how)
  }
}

interface Sent {
  path: string
  body: Record<string, unknown>
}

/** A server that answers from a list; a failure in it is thrown. */
function fake(answers: (Answer | Failure)[]): { queue: EditQueue; sent: Sent[]; refused: string[]; ledger: Ledger } {
  const sent: Sent[] = []
  const refused: string[] = []
  const ledger = new Ledger(() => undefined)
  const queue = new EditQueue(ledger, {
    send: (_method, path, body) => {
      sent.push({ path: path.join('/'), body })
      const answer = answers.shift()
      if (!answer) throw new Error('nothing left to answer')
      return 'how' in answer ? Promise.reject(new Refused(answer)) : Promise.resolve(answer)
    },
    failure: (error) => (error as Refused).failure,
    answered: (answer) => {
      for (const { type, id, seq, revision } of answer.changed)
        if (id !== undefined) ledger.confirm(type as 'segment', id, { id, revision: revision ?? 0, edited: [] }, seq)
    },
    refused: (_edit, failure) => refused.push(failure.how),
    online: () => Promise.resolve(),
    waiting: () => undefined,
  })
  return { queue, sent, refused, ledger }
}

const edit = (id: string, more: Partial<Edit> = {}): Edit => ({
  method: 'PATCH',
  path: ['segments', id],
  body: { text: 'x' },
  steps: [{ kind: 'segment', id, apply: (before: Item | null) => before }],
  ...more,
})
const changed = (seq: number, id: string, revision: number): Answer => ({
  seq,
  changed: [{ seq, type: 'segment', id, revision }],
  undo: null,
  redo: null,
})
const base = { kind: 'segment', id: 'g1', revision: 1 } as const

it('counts its own edits into the revision the next one names', async () => {
  const { queue, sent, ledger } = fake([changed(2, 'g1', 2), changed(3, 'g1', 3)])
  ledger.confirm('segment', 'g1', { id: 'g1', revision: 1, edited: [] }, 1)
  await Promise.all([queue.push(edit('g1', { base })), queue.push(edit('g1', { base }))])
  expect(sent.map(({ body }) => body['revision'])).toEqual([1, 2])
})

it('does not count what others did', async () => {
  const { queue, sent, ledger } = fake([{ how: 'conflict', current: { id: 'g1', revision: 2, edited: [], seq: 2 } }])
  ledger.confirm('segment', 'g1', { id: 'g1', revision: 1, edited: [] }, 1)
  ledger.confirm('segment', 'g1', { id: 'g1', revision: 2, edited: [] }, 2)
  await queue.push(edit('g1', { base }))
  expect(sent[0]?.body['revision']).toBe(1)
})

it('calls a new record by the name the server gave it', async () => {
  const made = { kind: 'segment', id: '~9' } as const
  const { queue, sent } = fake([changed(1, 'g7', 1), changed(2, 'g7', 2)])
  await Promise.all([queue.push(edit('g1', { method: 'POST', made })), queue.push(edit('~9'))])
  expect(sent.map(({ path }) => path)).toEqual(['segments/g1', 'segments/g7'])
})

it('waits for a connection and tries again, but never adds a thing twice', async () => {
  const { queue, sent, refused } = fake([{ how: 'offline' }, changed(1, 'g1', 1), { how: 'offline' }])
  await queue.push(edit('g1'))
  expect(sent.length).toBe(2)
  await queue.push(edit('g1', { method: 'POST' }))
  expect([sent.length, refused]).toEqual([3, ['offline']])
})

it('goes on after a refusal', async () => {
  const { queue, refused, sent } = fake([{ how: 'refused', message: 'no' }, changed(1, 'g2', 1)])
  await Promise.all([queue.push(edit('g1')), queue.push(edit('g2'))])
  expect([refused, sent.length]).toEqual([['refused'], 2])
})
