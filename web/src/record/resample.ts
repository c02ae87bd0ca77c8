/** Sound at one rate made into sound at another, piece by piece: a low-pass whose taps are worked out once for each phase. */

/** Zero crossings of the low-pass on either side: more of them, and what is above the new rate's half is damped the steeper. */
const CROSSINGS = 32
/** Where the low-pass bends, as a part of half the lower rate. */
const BEND = 0.94

export class Resampler {
  readonly #half: number
  readonly #phases: Float32Array[]
  readonly #up: number
  readonly #down: number
  #held: Float32Array
  #at: number
  #phase = 0

  constructor(from: number, to: number) {
    const common = divisor(from, to)
    this.#up = to / common
    this.#down = from / common
    const cut = (BEND * Math.min(1, to / from)) / 2
    this.#half = Math.ceil(CROSSINGS / (2 * cut))
    this.#phases = Array.from({ length: this.#up }, (_, phase) => taps(this.#half, cut, phase / this.#up))
    this.#held = new Float32Array(this.#half)
    this.#at = this.#half
  }

  /** What can be said of the sound so far; the rest comes with the next piece. */
  push(input: Float32Array): Float32Array {
    const sound = new Float32Array(this.#held.length + input.length)
    sound.set(this.#held)
    sound.set(input, this.#held.length)
    const out: number[] = []
    while (this.#at + this.#half < sound.length) {
      out.push(this.#value(sound))
      this.#phase += this.#down
      this.#at += Math.floor(this.#phase / this.#up)
      this.#phase %= this.#up
    }
    const done = Math.max(0, this.#at - this.#half)
    this.#held = sound.slice(done)
    this.#at -= done
    return Float32Array.from(out)
  }

  #value(sound: Float32Array): number {
    const taps = this.#phases[this.#phase] ?? []
    const first = this.#at - this.#half
    let sum = 0
    for (let n = 0; n < taps.length; n++) sum += (taps[n] ?? 0) * (sound[first + n] ?? 0)
    return sum
  }
}

/** A windowed sinc around a place between two samples; its taps add up to one. */
function taps(half: number, cut: number, shift: number): Float32Array {
  const out = new Float32Array(2 * half + 1)
  let sum = 0
  for (let n = 0; n < out.length; n++) {
    const x = n - half - shift
    const turn = (Math.PI * x) / (half + 1)
    const window = 0.42 + 0.5 * Math.cos(turn) + 0.08 * Math.cos(2 * turn)
    const value = x === 0 ? 2 * cut : Math.sin(2 * Math.PI * cut * x) / (Math.PI * x)
    out[n] = value * window
    sum += value * window
  }
  return out.map((value) => value / sum)
}

function divisor(one: number, other: number): number {
  return other === 0 ? one : divisor(other, one % other)
}
