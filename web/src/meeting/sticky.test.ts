import { describe, expect, it } from 'vitest'
import { Sticky } from './sticky'

/** A list in a window of 500 pixels. */
function list(): (top: number, total: number) => boolean {
  const sticky = new Sticky()
  let stuck = true
  return (top, total) => (stuck = sticky.moved({ top, height: 500, total }, stuck))
}

describe('a list kept at its end', () => {
  it('stays there while it grows', () => {
    const at = list()
    expect(at(500, 1000)).toBe(true)
    expect(at(500, 1100)).toBe(true)
    expect(at(600, 1100)).toBe(true)
  })

  it('lets a person scroll up, and stays where they are', () => {
    const at = list()
    at(500, 1000)
    expect(at(400, 1000)).toBe(false)
    expect(at(400, 1200)).toBe(false)
    expect(at(450, 1200)).toBe(false)
  })

  it('comes along again at the end', () => {
    const at = list()
    at(500, 1000)
    at(300, 1000)
    expect(at(490, 1000)).toBe(true)
  })

  it('does not take a shorter list for a wish', () => {
    const at = list()
    at(500, 1000)
    expect(at(420, 970)).toBe(true)
  })
})
