/** Light, dark or as the system has it; kept in this browser. */
import { store, stored } from './stored'

export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

class Choice {
  now = $state<Theme>('system')

  constructor() {
    const kept = stored('theme')
    this.set(THEMES.find((theme) => theme === kept) ?? 'system')
  }

  set(theme: Theme): void {
    this.now = theme
    store('theme', theme === 'system' ? null : theme)
    if (theme === 'system') delete document.documentElement.dataset['theme']
    else document.documentElement.dataset['theme'] = theme
  }
}

export const theme = new Choice()
