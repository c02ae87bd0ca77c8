/** How fast bytes go, over the last seconds. */
const WINDOW = 5000

export class Speed {
  #samples: { at: number; sent: number }[] = []

  /** Takes how much has been sent at a moment (ms); gives bytes a second, null while it is too early to say. */
  take(at: number, sent: number): number | null {
    this.#samples.push({ at, sent })
    while (this.#samples.length > 2 && at - (this.#samples[0]?.at ?? at) > WINDOW) this.#samples.shift()
    const first = this.#samples[0]
    if (!first || at - first.at < 500) return null
    return ((sent - first.sent) / (at - first.at)) * 1000
  }

  reset(): void {
    this.#samples = []
  }
}
