import { expect, it } from 'vitest'
import { Ledger, type Item } from './ledger'

interface Line extends Item {
  text: string
}

const line = (text: string, revision = 1): Line => ({ id: 'g1', text, revision, edited: [] })

function ledger(): { ledger: Ledger; now: () => string | null } {
  let text: string | null = null
  const made = new Ledger((_kind, _id, value) => {
    text = value ? (value as Line).text : null
  })
  return { ledger: made, now: () => text }
}

const draft = (text: string | null): { steps: { kind: 'segment'; id: string; apply: (before: Item | null) => Item | null }[] } => ({
  steps: [{ kind: 'segment', id: 'g1', apply: (before) => (text === null || !before ? null : ({ ...before, text } as Line)) }],
})

it('shows a change before the server answers, and the answer after it', () => {
  const { ledger: records, now } = ledger()
  records.confirm('segment', 'g1', line('one'), 1)
  const mine = draft('mine')
  records.draft(mine)
  expect(now()).toBe('mine')
  records.confirm('segment', 'g1', line('mine', 2), 2)
  records.settle(mine)
  expect(now()).toBe('mine')
})

it('goes back when the server refuses', () => {
  const { ledger: records, now } = ledger()
  records.confirm('segment', 'g1', line('one'), 1)
  const mine = draft('mine')
  records.draft(mine)
  records.settle(mine)
  expect(now()).toBe('one')
})

it('keeps a later change on top of news from elsewhere', () => {
  const { ledger: records, now } = ledger()
  records.confirm('segment', 'g1', line('one'), 1)
  const first = draft('first')
  records.draft(first)
  records.draft(draft('second'))
  records.settle(first)
  records.confirm('segment', 'g1', line('theirs', 2), 2)
  expect(now()).toBe('second')
})

it('never goes back in time, whichever way news comes', () => {
  const { ledger: records, now } = ledger()
  records.confirm('segment', 'g1', line('two', 2), 7)
  records.confirm('segment', 'g1', line('one'), 3)
  expect(now()).toBe('two')
  records.confirm('segment', 'g1', null, 9)
  records.confirm('segment', 'g1', line('ghost', 3), 8)
  expect(now()).toBeNull()
})

it('shows a removal at once', () => {
  const { ledger: records, now } = ledger()
  records.confirm('segment', 'g1', line('one'), 1)
  const gone = draft(null)
  records.draft(gone)
  expect(now()).toBeNull()
  records.settle(gone)
  expect(now()).toBe('one')
})
