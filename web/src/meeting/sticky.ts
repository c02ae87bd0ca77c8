/** Whether a list that grows at its end is kept at its end: until a person scrolls up, and again once they are back. */
const NEAR = 40

export interface Place {
  top: number
  height: number
  total: number
}

export class Sticky {
  #last: Place = { top: 0, height: 0, total: 0 }

  /** Told of every scroll; answers whether the list stays at its end. What shrinks moves up by itself: that is nobody's wish. */
  moved(place: Place, stuck: boolean): boolean {
    const before = this.#last
    this.#last = place
    if (place.top + place.height >= place.total - NEAR) return true
    return stuck && !(place.top < before.top && place.total >= before.total)
  }
}
