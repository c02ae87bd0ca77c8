/** Runs something with the next picture that the browser draws; a page that is not seen draws none, and gets it within a second. */
export function nextFrame(run: () => void): () => void {
  const cancel = (): void => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
  }
  const go = (): void => {
    cancel()
    run()
  }
  const frame = requestAnimationFrame(go)
  const timer = setTimeout(go, 1000)
  return cancel
}
