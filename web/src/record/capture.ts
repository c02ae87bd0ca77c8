/** Sound of up to two sources, in pieces as they travel. Sources can be changed while it runs. */
import { RATE, type Channels } from './pcm'
import { end } from './sources'
import type { Taken } from './worklet'
import module from './worklet?worker&url'

export const MIC = 0
export const TAB = 1
export type Place = typeof MIC | typeof TAB

interface Source {
  stream: MediaStream
  node: MediaStreamAudioSourceNode | null
}

export class Capture {
  ontaken: (taken: Taken) => void = () => undefined
  onlost: (place: Place) => void = () => undefined
  readonly #sources = new Map<Place, Source>()
  #channels: Channels = 1
  #context: AudioContext | null = null
  #ear: AudioWorkletNode | null = null

  /** The places that are heard, the microphone first. */
  get places(): Place[] {
    return ([MIC, TAB] as const).filter((place) => this.#sources.has(place))
  }

  /** Listens to a stream in a place, instead of what was there. */
  async connect(place: Place, stream: MediaStream): Promise<void> {
    this.disconnect(place)
    const source: Source = { stream, node: null }
    this.#sources.set(place, source)
    for (const track of stream.getTracks())
      track.addEventListener('ended', () => {
        if (this.#sources.get(place) !== source) return
        this.disconnect(place)
        this.onlost(place)
      })
    try {
      if (!this.#context) await this.#begin(RATE)
      this.#wire()
    } catch (error) {
      if (this.#context?.sampleRate !== RATE || !(error instanceof DOMException) || error.name !== 'NotSupportedError') throw error
      // Some browsers connect only what has one rate: the worklet then makes the rate.
      await this.#begin()
      this.#wire()
    }
    await this.#context?.resume()
  }

  disconnect(place: Place): void {
    const source = this.#sources.get(place)
    if (!source) return
    this.#sources.delete(place)
    source.node?.disconnect()
    end(source.stream)
  }

  /** One channel for everything, or one for each source. */
  layOut(channels: Channels): void {
    this.#channels = channels
    this.#ear?.port.postMessage(channels)
  }

  /** Hears nothing, or hears again. */
  mute(muted: boolean): void {
    for (const { stream } of this.#sources.values()) for (const track of stream.getAudioTracks()) track.enabled = !muted
  }

  close(): void {
    for (const place of [...this.#sources.keys()]) this.disconnect(place)
    this.ontaken = this.onlost = () => undefined
    void this.#context?.close()
    this.#context = this.#ear = null
  }

  async #begin(rate?: number): Promise<void> {
    await this.#context?.close()
    for (const source of this.#sources.values()) source.node = null
    const context = (this.#context = new AudioContext(rate === undefined ? {} : { sampleRate: rate }))
    await context.audioWorklet.addModule(module)
    const ear = new AudioWorkletNode(context, 'ear', { numberOfInputs: 2, channelCount: 1, channelCountMode: 'explicit' })
    ear.port.onmessage = ({ data }: MessageEvent<Taken>) => this.ontaken(data)
    ear.port.postMessage(this.#channels)
    // Only what reaches the speakers runs in every browser; nothing is heard of it.
    ear.connect(context.destination)
    this.#ear = ear
  }

  #wire(): void {
    for (const [place, source] of this.#sources) {
      if (source.node || !this.#context || !this.#ear) continue
      source.node = this.#context.createMediaStreamSource(source.stream)
      source.node.connect(this.#ear, 0, place)
    }
  }
}
