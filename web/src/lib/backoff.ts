/** Milliseconds before the nth try again (0 first): doubling from 0.3 s to 10 s, spread so that readers do not come at once. */
export function backoff(tries: number, random: () => number = Math.random): number {
  const most = Math.min(10_000, 600 * 2 ** tries)
  return Math.max(300, most / 2 + (random() * most) / 2)
}
