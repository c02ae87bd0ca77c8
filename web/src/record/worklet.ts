/** Runs beside the page: takes the sound of its inputs and posts it in pieces, with how loud each input was. */
import { Framer, lay, loudness, RATE, type Channels } from './pcm'
import { Resampler } from './resample'

/** What the worklet posts. */
export interface Taken {
  bytes: ArrayBuffer
  levels: number[]
}

declare const sampleRate: number
declare class AudioWorkletProcessor {
  readonly port: MessagePort
}
declare function registerProcessor(name: string, made: new () => AudioWorkletProcessor): void

const SOURCES = 2
const SILENCE = new Float32Array(128)

class Ear extends AudioWorkletProcessor {
  #channels: Channels = 1
  #framer = new Framer(1)
  readonly #resamplers = sampleRate === RATE ? null : Array.from({ length: SOURCES }, () => new Resampler(sampleRate, RATE))
  readonly #power = new Float64Array(SOURCES)
  #heard = 0

  constructor() {
    super()
    this.port.onmessage = ({ data }: MessageEvent<Channels>) => {
      if (data === this.#channels) return
      this.#channels = data
      this.#framer = new Framer(data)
    }
  }

  process(inputs: readonly (readonly Float32Array[])[]): boolean {
    const sources = Array.from({ length: SOURCES }, (_, n) => inputs[n]?.[0] ?? SILENCE)
    for (const [n, source] of sources.entries()) for (const value of source) this.#power[n] = (this.#power[n] ?? 0) + value * value
    this.#heard += sources[0]?.length ?? 0
    const resamplers = this.#resamplers
    const sound = resamplers ? sources.map((source, n) => resamplers[n]?.push(source) ?? source) : sources
    for (const bytes of this.#framer.push(lay(sound, this.#channels))) this.#post(bytes)
    return true
  }

  #post(bytes: ArrayBuffer): void {
    const levels = [...this.#power].map((power) => loudness(power / Math.max(1, this.#heard)))
    this.#power.fill(0)
    this.#heard = 0
    this.port.postMessage({ bytes, levels } satisfies Taken, [bytes])
  }
}

registerProcessor('ear', Ear)
