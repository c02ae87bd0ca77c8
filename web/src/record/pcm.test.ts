import { describe, expect, it } from 'vitest'
import { Framer, lay, loudness, wav } from './pcm'

const samples = (bytes: ArrayBuffer | undefined): number[] => [...new Int16Array(bytes ?? new ArrayBuffer(0))]

describe('layout of sources', () => {
  const [mic, tab] = [Float32Array.of(0.1, 0.2), Float32Array.of(0.5, -0.5)]

  it('adds them up for one channel', () => {
    expect([...(lay([mic, tab], 1)[0] ?? [])].map((value) => value.toFixed(2))).toEqual(['0.60', '-0.30'])
  })

  it('keeps them apart for two', () => {
    expect(lay([mic, tab], 2)).toEqual([mic, tab])
  })
})

describe('pieces', () => {
  it('come when they are full, however the sound is cut', () => {
    const framer = new Framer(1, 4)
    expect(framer.push([Float32Array.of(0, 0.5, -0.5)])).toEqual([])
    const out = framer.push([Float32Array.of(1, -1, 2, -2, 0, 0)])
    expect(out.map(samples)).toEqual([
      [0, 16384, -16384, 32767],
      [-32768, 32767, -32768, 0],
    ])
  })

  it('have their channels interleaved', () => {
    const framer = new Framer(2, 2)
    const [piece] = framer.push([Float32Array.of(0.5, 0.25), Float32Array.of(-1, 0)])
    expect(samples(piece)).toEqual([16384, -32768, 8192, 0])
  })

  it('are not touched by what comes later', () => {
    const framer = new Framer(1, 2)
    const [first] = framer.push([Float32Array.of(1, 1)])
    framer.push([Float32Array.of(-1, -1)])
    expect(samples(first)).toEqual([32767, 32767])
  })
})

it('tells how loud it is', () => {
  expect(loudness(0)).toBe(0)
  expect(loudness(1)).toBe(1)
  expect(loudness(0.001)).toBeCloseTo(0.5)
})

it('makes a WAV file', async () => {
  const file = wav([new Uint8Array(Int16Array.of(1, 2).buffer), new Uint8Array(Int16Array.of(3, 4).buffer)], 2)
  const view = new DataView(await file.arrayBuffer())
  const text = (at: number): string => String.fromCharCode(...new Uint8Array(view.buffer, at, 4))
  expect([text(0), text(8), text(12), text(36)]).toEqual(['RIFF', 'WAVE', 'fmt ', 'data'])
  expect(view.byteLength).toBe(52)
  expect([view.getUint32(4, true), view.getUint32(40, true)]).toEqual([44, 8])
  expect([view.getUint16(22, true), view.getUint32(24, true), view.getUint32(28, true)]).toEqual([2, 16_000, 64_000])
  expect(view.getInt16(50, true)).toBe(4)
})
