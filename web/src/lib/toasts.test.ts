import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { act, dismiss, toast, toasts } from './toasts.svelte'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const id = (): number => toasts.at(-1)?.id ?? 0

it('goes by itself, and says so once', () => {
  const expired = vi.fn()
  toast('Deleted', { timeout: 8000, expired })
  vi.advanceTimersByTime(7999)
  expect(toasts).toHaveLength(1)
  vi.advanceTimersByTime(1)
  expect(toasts).toHaveLength(0)
  vi.advanceTimersByTime(10_000)
  expect(expired).toHaveBeenCalledTimes(1)
})

it('does what a person chose instead', () => {
  const [expired, run] = [vi.fn(), vi.fn()]
  toast('Deleted', { actions: [{ label: 'Undo', run }], expired })
  act(id(), { label: 'Undo', run })
  vi.advanceTimersByTime(20_000)
  expect([run.mock.calls.length, expired.mock.calls.length, toasts.length]).toEqual([1, 0, 0])
})

it('ends early when it is dismissed', () => {
  const expired = vi.fn()
  toast('Deleted', { expired })
  dismiss(id())
  expect(expired).toHaveBeenCalledTimes(1)
})
