/** Sound as it travels: 16 kHz, 16 bits, little-endian, channels interleaved. */
export const RATE = 16_000
/** Samples of a piece, for each channel: a tenth of a second. */
export const PIECE = 1600

export type Channels = 1 | 2

/** Mixes the sources to the channels that are wanted; apart, the first is left and the second right. */
export function lay(sources: readonly Float32Array[], channels: Channels): Float32Array[] {
  const [first = new Float32Array(0), second = new Float32Array(0)] = sources
  if (channels === 2) return [first, second]
  return [first.map((value, n) => value + (second[n] ?? 0))]
}

/** Gathers samples and gives them in pieces of one length, as bytes. */
export class Framer {
  #piece: Int16Array<ArrayBuffer>
  #filled = 0

  constructor(
    private readonly channels: Channels,
    private readonly length = PIECE,
  ) {
    this.#piece = new Int16Array(length * channels)
  }

  push(sound: readonly Float32Array[]): ArrayBuffer[] {
    const out: ArrayBuffer[] = []
    const count = sound[0]?.length ?? 0
    for (let n = 0; n < count; n++) {
      for (let channel = 0; channel < this.channels; channel++)
        this.#piece[this.#filled * this.channels + channel] = whole(sound[channel]?.[n] ?? 0)
      if (++this.#filled < this.length) continue
      out.push(this.#piece.buffer)
      this.#piece = new Int16Array(this.length * this.channels)
      this.#filled = 0
    }
    return out
  }
}

function whole(value: number): number {
  const kept = Math.max(-1, Math.min(1, value))
  return Math.round(kept < 0 ? kept * 0x8000 : kept * 0x7fff)
}

/** How loud, from 0 for silence (60 dB below full) to 1. */
export function loudness(power: number): number {
  const decibels = 10 * Math.log10(Math.max(power, 1e-9))
  return Math.max(0, Math.min(1, 1 + decibels / 60))
}

/** A WAV file of such pieces. */
export function wav(pieces: readonly Uint8Array<ArrayBuffer>[], channels: Channels): Blob {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0)
  const head = new DataView(new ArrayBuffer(44))
  const words: [number, string][] = [
    [0, 'RIFF'],
    [8, 'WAVEfmt '],
    [36, 'data'],
  ]
  for (const [at, word] of words) for (const [n, letter] of [...word].entries()) head.setUint8(at + n, letter.charCodeAt(0))
  head.setUint32(4, 36 + length, true)
  head.setUint32(16, 16, true)
  head.setUint16(20, 1, true)
  head.setUint16(22, channels, true)
  head.setUint32(24, RATE, true)
  head.setUint32(28, RATE * channels * 2, true)
  head.setUint16(32, channels * 2, true)
  head.setUint16(34, 16, true)
  head.setUint32(40, length, true)
  return new Blob([head.buffer, ...pieces], { type: 'audio/wav' })
}
