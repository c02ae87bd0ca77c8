/** Puts a popover below what opened it, above where there is no room, and never beyond the window. */
export function place(sheet: HTMLElement, by: HTMLElement, align: 'start' | 'end'): void {
  const at = by.getBoundingClientRect()
  const { width, height } = sheet.getBoundingClientRect()
  const left = align === 'end' ? at.right - width : at.left
  const fits = at.bottom + 4 + height <= innerHeight - 8 || at.top < height + 12
  const top = fits ? at.bottom + 4 : at.top - height - 4
  sheet.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`
  sheet.style.top = `${Math.max(8, Math.min(top, innerHeight - height - 8))}px`
}
