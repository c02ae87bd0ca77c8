import { describe, expect, it } from 'vitest'
import { Outbox } from './outbox'
import { PIECE } from './pcm'
import type { Shelf } from './shelf'

/** A shelf in memory, that can be full. */
class Board implements Shelf {
  readonly pieces = new Map<number, ArrayBuffer>()
  full = false

  put(start: number, bytes: ArrayBuffer): Promise<void> {
    if (this.full) return Promise.reject(new Error('full'))
    this.pieces.set(start, bytes)
    return Promise.resolve()
  }

  get(start: number): Promise<ArrayBuffer | null> {
    return Promise.resolve(this.pieces.get(start) ?? null)
  }

  drop(before: number): Promise<void> {
    for (const start of this.pieces.keys()) if (start < before) this.pieces.delete(start)
    return Promise.resolve()
  }

  list(): number[] {
    return [...this.pieces.keys()]
  }
}

/** A piece whose every sample is its number. */
const piece = (number: number, channels = 1): ArrayBuffer => new Int16Array(PIECE * channels).fill(number).buffer
const numbers = (bytes: ArrayBuffer | null): number[] => [...new Set(new Int16Array(bytes ?? new ArrayBuffer(0)))]

async function filled(board: Board, count: number, channels: 1 | 2 = 1): Promise<Outbox> {
  const outbox = new Outbox(channels, board)
  for (let n = 1; n <= count; n++) await outbox.add(piece(n, channels))
  return outbox
}

async function all(outbox: Outbox, from: number): Promise<number[]> {
  const out: number[] = []
  let at = from
  for (let bytes = await outbox.read(at); bytes; bytes = await outbox.read(at)) {
    out.push(...numbers(bytes))
    at += bytes.byteLength / 2 / outbox.channels
  }
  expect(at).toBe(outbox.total)
  return out
}

describe('an outbox', () => {
  it('gives what was put in, in order', async () => {
    const outbox = await filled(new Board(), 5)
    expect(outbox.total).toBe(5 * PIECE)
    expect(await all(outbox, 0)).toEqual([1, 2, 3, 4, 5])
    expect(await all(outbox, 3 * PIECE)).toEqual([4, 5])
    expect(await outbox.read(5 * PIECE)).toBeNull()
  })

  it('counts samples for each channel', async () => {
    const outbox = await filled(new Board(), 3, 2)
    expect(outbox.total).toBe(3 * PIECE)
    expect(numbers(await outbox.read(PIECE))).toEqual([2])
  })

  it('goes on in the middle of a piece', async () => {
    const outbox = await filled(new Board(), 2)
    outbox.ack(PIECE - 100)
    const rest = await outbox.read(PIECE - 100)
    expect(rest?.byteLength).toBe(200)
    expect(numbers(rest)).toEqual([1])
  })

  it('lets go of what the server has, a while later', async () => {
    const board = new Board()
    const outbox = await filled(board, 60)
    outbox.ack(10 * PIECE)
    expect(board.pieces.size).toBe(60)
    expect(outbox.waiting).toBe(50 * PIECE)
    outbox.ack(45 * PIECE + 1)
    expect([...board.pieces.keys()][0]).toBe(45 * PIECE)
    expect(outbox.waiting).toBe(15 * PIECE - 1)
  })

  it('has the shelf keep what is long in coming', async () => {
    const board = new Board()
    const outbox = await filled(board, 700)
    board.pieces.set(0, piece(99))
    expect(numbers(await outbox.read(0))).toEqual([99])
    expect(await all(outbox, PIECE)).toEqual(Array.from({ length: 699 }, (_, n) => n + 2))
  })

  it('keeps everything in memory where the shelf keeps nothing', async () => {
    const board = new Board()
    board.full = true
    const outbox = await filled(board, 700)
    expect(outbox.safe).toBe(false)
    expect(await all(outbox, 0)).toHaveLength(700)
  })

  it('is found again after the tab was closed', async () => {
    const board = new Board()
    const before = await filled(board, 30)
    before.ack(25 * PIECE)
    const outbox = new Outbox(1, board, board.list())
    expect(outbox.total).toBe(30 * PIECE)
    outbox.ack(27 * PIECE)
    expect(await all(outbox, 27 * PIECE)).toEqual([28, 29, 30])
    await outbox.add(piece(31))
    expect(numbers(await outbox.read(30 * PIECE))).toEqual([31])
  })

  it('goes on behind the server when that has more', async () => {
    const outbox = new Outbox(1, new Board())
    outbox.ack(12_345)
    await outbox.add(piece(7))
    expect(outbox.total).toBe(12_345 + PIECE)
    expect(numbers(await outbox.read(12_345))).toEqual([7])
  })

  it('is silent where sound is lost, so that the clock stays right', async () => {
    const board = new Board()
    await filled(board, 40)
    await board.drop(30 * PIECE)
    const outbox = new Outbox(1, board, board.list())
    outbox.ack(5 * PIECE)
    const out = await all(outbox, 5 * PIECE)
    expect(out).toEqual([0, 0, 0, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40])
  })
})
