import { lastBegun, type Token } from './words'

/** What the player asks the transcript: where it is now, in words. */
export interface Timeline {
  segments: readonly { id: string; start: number; end: number }[]
  tokens(id: string): readonly Token[]
}

export const SPEEDS: readonly number[] = [0.75, 1, 1.25, 1.5, 1.75, 2]

/** Plays the recording, and says which segment and which word of it are being spoken. */
export class Player {
  readonly audio = new Audio()
  playing = $state(false)
  /** Whole seconds, for clocks. */
  second = $state(0)
  duration = $state(0)
  speed = $state(1)
  broken = $state(false)
  segment = $state<string | null>(null)
  word = $state(-1)
  /** Grows with every jump, so that views come along. */
  jumps = $state(0)

  readonly #scope = new AbortController()
  #frame = 0
  #wanted: number | null = null
  #until = Infinity

  constructor(private readonly timeline: Timeline) {
    this.audio.preload = 'metadata'
    this.#on('play', () => {
      this.playing = true
      this.#follow()
    })
    this.#on('pause', () => {
      this.playing = false
      this.#until = Infinity
      this.tick()
    })
    this.#on('seeked', () => this.tick())
    this.#on('loadedmetadata', () => {
      if (Number.isFinite(this.audio.duration)) this.duration = this.audio.duration
      if (this.#wanted !== null) this.audio.currentTime = this.#wanted
      this.#wanted = null
      this.audio.playbackRate = this.speed
    })
    this.#on('error', () => {
      this.broken = this.audio.getAttribute('src') !== null
    })
  }

  load(url: string): void {
    if (this.audio.getAttribute('src') === url) return
    this.broken = false
    this.audio.src = url
  }

  get time(): number {
    return this.#wanted ?? this.audio.currentTime
  }

  /** Goes to a time; before the recording is loaded the time is kept for then. */
  seek(time: number): void {
    const to = Math.max(0, this.duration ? Math.min(time, this.duration) : time)
    this.#until = Infinity
    if (this.audio.readyState === HTMLMediaElement.HAVE_NOTHING) this.#wanted = to
    else this.audio.currentTime = to
    this.jumps++
    this.tick()
  }

  playFrom(time: number): void {
    this.seek(time)
    void this.play()
  }

  /** Plays one stretch and stops at its end. */
  playStretch(from: number, to: number): void {
    this.playFrom(from)
    this.#until = to
  }

  async play(): Promise<void> {
    try {
      await this.audio.play()
    } catch {
      this.playing = !this.audio.paused
    }
  }

  pause(): void {
    this.audio.pause()
  }

  toggle(): void {
    if (this.audio.paused) void this.play()
    else this.pause()
  }

  skip(seconds: number): void {
    this.seek(this.time + seconds)
  }

  setSpeed(speed: number): void {
    this.speed = speed
    this.audio.playbackRate = speed
  }

  /** To the next or the previous segment; back to the start of this one first. */
  step(by: 1 | -1): void {
    const { segments } = this.timeline
    const time = this.time
    const now = lastBegun(segments, time + 0.01)
    const back = by < 0 && now >= 0 && time - (segments[now]?.start ?? 0) > 1.5
    const to = segments[back ? now : now + by]
    if (to) this.seek(to.start)
  }

  /** Looks where the recording is now. */
  tick(): void {
    const time = this.time
    const { segments } = this.timeline
    const index = lastBegun(segments, time + 0.001)
    const segment = segments[index] ?? null
    this.segment = segment?.id ?? null
    const tokens = segment && time <= segment.end + 0.5 ? this.timeline.tokens(segment.id) : []
    this.word = lastBegun(tokens, time + 0.02)
    this.second = Math.floor(time)
  }

  close(): void {
    this.#scope.abort()
    cancelAnimationFrame(this.#frame)
    this.audio.pause()
    this.audio.removeAttribute('src')
    this.audio.load()
  }

  #follow(): void {
    cancelAnimationFrame(this.#frame)
    this.#frame = requestAnimationFrame(() => {
      if (this.audio.currentTime >= this.#until) this.pause()
      this.tick()
      if (!this.audio.paused) this.#follow()
    })
  }

  #on(event: string, heard: () => void): void {
    this.audio.addEventListener(event, heard, { signal: this.#scope.signal })
  }
}
