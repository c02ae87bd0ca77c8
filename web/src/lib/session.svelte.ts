/** Whether the server wants a token, and who waits for it. */
class Session {
  needed = $state(false)
  #waiting: (() => void)[] = []

  /** Resolves once a person has given the right token. */
  wanted(): Promise<void> {
    this.needed = true
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  given(): void {
    this.needed = false
    for (const go of this.#waiting.splice(0)) go()
  }
}

export const session = new Session()
