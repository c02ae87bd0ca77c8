import { describe, expect, it } from 'vitest'
import { RATE } from './pcm'
import { Resampler } from './resample'

function sine(hertz: number, rate: number, seconds = 1): Float32Array {
  return Float32Array.from({ length: rate * seconds }, (_, n) => Math.sin((2 * Math.PI * hertz * n) / rate))
}

function through(sound: Float32Array, rate: number, piece: number): Float32Array {
  const resampler = new Resampler(rate, RATE)
  const out: number[] = []
  for (let at = 0; at < sound.length; at += piece) out.push(...resampler.push(sound.subarray(at, at + piece)))
  return Float32Array.from(out)
}

/** The level of a tone in the middle of a sound, in decibels. */
function level(sound: Float32Array): number {
  const middle = sound.subarray(2000, sound.length - 2000)
  const power = middle.reduce((sum, value) => sum + value * value, 0) / middle.length
  return 10 * Math.log10(2 * power)
}

describe('a resampler', () => {
  it.each([44_100, 48_000, 96_000, 22_050, 8000])('keeps what is heard at %i Hz', (rate) => {
    for (const hertz of [100, 1000, 3000]) expect(Math.abs(level(through(sine(hertz, rate), rate, 128)))).toBeLessThan(0.05)
  })

  it.each([44_100, 48_000])('keeps speech up to 7 kHz from %i Hz', (rate) => {
    expect(Math.abs(level(through(sine(7000, rate), rate, 128)))).toBeLessThan(0.5)
  })

  it.each([44_100, 48_000, 96_000])('lets nothing fold back from %i Hz', (rate) => {
    for (const hertz of [8600, 10_000, 15_000]) expect(level(through(sine(hertz, rate), rate, 128))).toBeLessThan(-60)
  })

  it('gives as many samples as the time takes', () => {
    for (const rate of [44_100, 48_000]) expect(Math.abs(through(sine(440, rate, 4), rate, 128).length - 4 * RATE)).toBeLessThan(40)
  })

  it('does not mind how the sound is cut', () => {
    const sound = sine(700, 44_100)
    const whole = through(sound, 44_100, sound.length)
    const cut = through(sound, 44_100, 101)
    expect(cut.length).toBe(whole.length)
    expect(Math.max(...cut.map((value, n) => Math.abs(value - (whole[n] ?? 0))))).toBeLessThan(1e-6)
  })

  it('keeps a tone in step with the time', () => {
    const out = through(sine(200, 48_000), 48_000, 128)
    const wanted = sine(200, RATE)
    const apart = out.subarray(2000, 10_000).map((value, n) => Math.abs(value - (wanted[n + 2000] ?? 0)))
    expect(Math.max(...apart)).toBeLessThan(0.01)
  })
})
