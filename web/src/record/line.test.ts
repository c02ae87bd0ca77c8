import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ELSEWHERE, Line, STOPPED } from './line'
import { Outbox } from './outbox'
import { PIECE, RATE } from './pcm'

/** A server's end of the socket: it keeps what it gets, and says so. */
class FakeSocket {
  static readonly OPEN = 1
  static readonly CLOSING = 2
  static made: FakeSocket[] = []
  readyState = FakeSocket.OPEN
  onmessage: ((message: { data: string }) => void) | null = null
  onclose: ((close: { code: number; reason: string }) => void) | null = null
  readonly sent: (ArrayBuffer | string)[] = []
  closed = false

  constructor(readonly url: URL) {
    FakeSocket.made.push(this)
  }

  send(what: ArrayBuffer | string): void {
    this.sent.push(what)
  }

  close(): void {
    this.closed = true
  }

  say(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) })
  }

  ack(samples: number): void {
    this.say({ type: 'audio.ack', samples })
  }

  fail(code = 1006): void {
    this.onclose?.({ code, reason: '' })
  }

  get pieces(): number[] {
    return this.sent.filter((what) => what instanceof ArrayBuffer).map((bytes) => new Int16Array(bytes)[0] ?? -1)
  }
}

const made = FakeSocket.made
const last = (): FakeSocket => made.at(-1) as FakeSocket
const shelf = { put: () => Promise.resolve(), get: () => Promise.resolve(null), drop: () => Promise.resolve() }
const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0)

let outbox: Outbox
let line: Line
let states: string[]
let ends: number[]

async function record(from: number, to: number): Promise<void> {
  for (let n = from; n <= to; n++) {
    void outbox.add(new Int16Array(PIECE).fill(n).buffer)
    line.push()
  }
  await settle()
}

beforeEach(() => {
  vi.useFakeTimers()
  made.length = 0
  ;[states, ends] = [[], []]
  const page = new EventTarget()
  vi.stubGlobal('WebSocket', FakeSocket)
  vi.stubGlobal('location', { href: 'https://minutes.example/#/' })
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page))
  vi.stubGlobal('dispatchEvent', page.dispatchEvent.bind(page))
  outbox = new Outbox(1, shelf)
  line = new Line('/api/meetings/m1/live', outbox, {
    changed: () => undefined,
    state: (state) => states.push(state),
    end: (code) => ends.push(code),
  })
})

afterEach(() => {
  line.close()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('a line', () => {
  it('sends nothing into a connection that is closing', async () => {
    last().ack(0)
    await record(1, 1)
    last().readyState = FakeSocket.CLOSING
    await record(2, 3)
    expect(last().pieces).toEqual([1])
    last().fail()
    await vi.advanceTimersByTimeAsync(2000)
    expect(made).toHaveLength(2)
    last().ack(0)
    await settle()
    expect(last().pieces).toEqual([1, 2, 3])
  })

  it('sends nothing before the server has said what it has', async () => {
    await record(1, 3)
    expect(last().url.href).toBe('wss://minutes.example/api/meetings/m1/live?after=0')
    expect(last().sent).toEqual([])
    expect(line.connected).toBe(false)
    last().ack(0)
    await settle()
    expect(line.connected).toBe(true)
    expect(last().pieces).toEqual([1, 2, 3])
    await record(4, 4)
    expect(last().pieces).toEqual([1, 2, 3, 4])
  })

  it('goes on after a lost connection with what the server does not have', async () => {
    last().ack(0)
    await record(1, 5)
    last().ack(2 * PIECE)
    last().fail()
    expect(line.connected).toBe(false)
    await record(6, 7)
    await vi.advanceTimersByTimeAsync(1000)
    expect(made).toHaveLength(2)
    last().ack(3 * PIECE)
    await settle()
    expect(last().pieces).toEqual([4, 5, 6, 7])
    expect(outbox.waiting).toBe(4 * PIECE)
  })

  it('asks for the events behind the last one that it saw', async () => {
    last().ack(0)
    last().say({ type: 'segment', seq: 41 })
    last().say({ type: 'meeting', seq: 42, state: 'recording' })
    expect(states).toEqual(['recording'])
    last().fail()
    await vi.advanceTimersByTimeAsync(1000)
    expect(last().url.searchParams.get('after')).toBe('42')
  })

  it('has half a minute on the way at most', async () => {
    last().ack(0)
    await record(1, 500)
    expect(last().sent).toHaveLength((30 * RATE) / PIECE)
    last().ack(10 * RATE)
    await settle()
    expect(last().sent).toHaveLength((40 * RATE) / PIECE)
  })

  it('knows a server without room from one that is not there', async () => {
    last().ack(0)
    await record(1, 2)
    last().fail(4507)
    expect(line.full).toBe(true)
    await vi.advanceTimersByTimeAsync(1000)
    last().ack(0)
    await settle()
    expect([line.full, last().pieces]).toEqual([true, [1, 2]])
    last().fail(4507)
    await vi.advanceTimersByTimeAsync(2000)
    last().ack(0)
    last().ack(PIECE)
    expect(line.full).toBe(false)
    last().fail()
    expect(line.full).toBe(false)
  })

  it('gives up a connection that says nothing', async () => {
    last().ack(0)
    await record(1, 1)
    await vi.advanceTimersByTimeAsync(20_000)
    expect(made.length).toBeGreaterThan(1)
    expect(made[0]?.closed).toBe(true)
  })

  it('leaves a connection alone when nothing is on the way', async () => {
    last().ack(0)
    await record(1, 1)
    last().ack(PIECE)
    await vi.advanceTimersByTimeAsync(300_000)
    expect(made).toHaveLength(1)
    await record(2, 2)
    expect(last().pieces).toEqual([1, 2])
  })

  it('stops only when the server has everything', async () => {
    last().ack(0)
    await record(1, 3)
    line.stop()
    await settle()
    expect(last().sent).toHaveLength(3)
    last().ack(3 * PIECE)
    await settle()
    expect(last().sent.at(-1)).toBe('{"type":"stop"}')
    last().ack(3 * PIECE)
    await settle()
    expect(last().sent).toHaveLength(4)
  })

  it('stops later when the network is dead', async () => {
    last().ack(0)
    await record(1, 3)
    last().fail()
    line.stop()
    await vi.advanceTimersByTimeAsync(1000)
    last().ack(PIECE)
    await settle()
    expect(last().pieces).toEqual([2, 3])
    last().ack(3 * PIECE)
    await settle()
    expect(last().sent.at(-1)).toBe('{"type":"stop"}')
  })

  it.each([4404, 4410, ELSEWHERE, STOPPED])('ends when it is told so: %i', async (code) => {
    last().ack(0)
    last().fail(code)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(ends).toEqual([code])
    expect(made).toHaveLength(1)
  })
})
