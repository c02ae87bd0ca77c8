import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { backoff } from './backoff'
import { session } from './session.svelte'
import { follow, type Feed } from './socket'

/** A socket that does what the test says. */
class FakeSocket {
  static made: FakeSocket[] = []
  onopen: (() => void) | null = null
  onmessage: ((message: { data: string }) => void) | null = null
  onclose: ((close: { code: number }) => void) | null = null
  closed = false

  constructor(readonly url: URL) {
    FakeSocket.made.push(this)
  }

  close(): void {
    this.closed = true
  }

  say(event: object): void {
    this.onmessage?.({ data: JSON.stringify(event) })
  }

  fail(code = 1006): void {
    this.onclose?.({ code })
  }
}

const made = FakeSocket.made
const last = (): FakeSocket => made.at(-1) as FakeSocket

let page: EventTarget
let feed: Feed
let seen: number[]
let states: boolean[]
let ends: number[]

beforeEach(() => {
  vi.useFakeTimers()
  page = new EventTarget()
  made.length = 0
  ;[seen, states, ends] = [[], [], []]
  vi.stubGlobal('WebSocket', FakeSocket)
  vi.stubGlobal('location', { href: 'https://minutes.example/#/' })
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }))
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page))
})

afterEach(() => {
  feed.close()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function read(after: number | null): void {
  feed = follow<{ seq: number }>('/api/events', {
    ...(after === null ? {} : { after: () => after }),
    event: ({ seq }) => seen.push(seq),
    state: (connected) => states.push(connected),
    end: (code) => ends.push(code),
  })
}

describe('follow', () => {
  it('goes on after the last event seen, and passes none on twice', () => {
    read(4)
    expect(last().url.href).toBe('wss://minutes.example/api/events?after=4')
    last().onopen?.()
    for (const seq of [5, 6]) last().say({ seq })
    last().fail()
    vi.advanceTimersByTime(10_000)
    expect(last().url.searchParams.get('after')).toBe('6')
    for (const seq of [6, 7]) last().say({ seq })
    expect(seen).toEqual([5, 6, 7])
  })

  it('says when the connection is there and when it is lost', () => {
    read(0)
    expect(feed.connection).toBe('connecting')
    last().onopen?.()
    expect(feed.connection).toBe('open')
    last().fail()
    expect(feed.connection).toBe('offline')
    vi.advanceTimersByTime(10_000)
    last().onopen?.()
    expect(states).toEqual([true, false, true])
  })

  it('asks for nothing after where nothing is replayed, and drops nothing', () => {
    read(null)
    expect(last().url.search).toBe('')
    for (const seq of [2, 1]) last().say({ seq })
    expect(seen).toEqual([2, 1])
  })

  it('connects at once when the browser is online again, and only once', () => {
    read(0)
    last().fail()
    page.dispatchEvent(new Event('online'))
    page.dispatchEvent(new Event('online'))
    document.dispatchEvent(new Event('visibilitychange'))
    expect(made).toHaveLength(2)
    vi.advanceTimersByTime(60_000)
    expect(made).toHaveLength(2)
  })

  it('leaves a connection that the browser says is gone', () => {
    read(0)
    const first = last()
    first.onopen?.()
    page.dispatchEvent(new Event('offline'))
    expect(first.closed).toBe(true)
    expect(feed.connection).toBe('offline')
  })

  it.each([4404, 4410])('ends for good when the server says %i', (code) => {
    read(0)
    last().fail(code)
    vi.advanceTimersByTime(60_000)
    page.dispatchEvent(new Event('online'))
    expect(ends).toEqual([code])
    expect(made).toHaveLength(1)
  })

  it('waits for a token where one is wanted', async () => {
    read(0)
    last().fail(4401)
    vi.advanceTimersByTime(60_000)
    expect(made).toHaveLength(1)
    expect(session.needed).toBe(true)
    session.given()
    await vi.advanceTimersByTimeAsync(0)
    expect(made).toHaveLength(2)
  })

  it('stays closed', () => {
    read(0)
    last().fail()
    feed.close()
    vi.advanceTimersByTime(60_000)
    page.dispatchEvent(new Event('online'))
    expect(made).toHaveLength(1)
  })
})

describe('backoff', () => {
  it('doubles from 0.3 s to 10 s', () => {
    expect([0, 1, 2, 3, 4, 5, 50].map((tries) => backoff(tries, () => 0))).toEqual([300, 600, 1200, 2400, 4800, 5000, 5000])
    expect([0, 4, 50].map((tries) => backoff(tries, () => 1))).toEqual([600, 9600, 10_000])
  })
})
