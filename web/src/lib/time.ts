/** Times, lengths, days and sizes as people read them. */
import { language } from './i18n.svelte'

/** 75 → "1:15", 3675 → "1:01:15". */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const pad = (value: number): string => String(value).padStart(2, '0')
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60]
  return hours ? `${hours}:${pad(minutes)}:${pad(whole % 60)}` : `${minutes}:${pad(whole % 60)}`
}

/** A length rounded for reading: "42 s", "6 min", "1 h 5 min". */
export function length(seconds: number): string {
  const chinese = language.now === 'zh'
  const [s, min, h] = chinese ? [' 秒', ' 分钟', ' 小时'] : [' s', ' min', ' h']
  if (seconds < 59.5) return `${Math.max(0, Math.round(seconds))}${s}`
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return `${minutes}${min}`
  const rest = minutes % 60
  return `${Math.floor(minutes / 60)}${h}${rest ? ` ${rest}${min}` : ''}`
}

const formats = new Map<string, Intl.DateTimeFormat>()

function format(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language.now} ${name}`
  let found = formats.get(key)
  if (!found) formats.set(key, (found = new Intl.DateTimeFormat(language.now === 'zh' ? 'zh-CN' : 'en-GB', options)))
  return found
}

/** "2026-01-05" → "5 Jan 2026"; a calendar day, the same in every time zone. */
export function day(date: string): string {
  const at = new Date(`${date}T12:00:00`)
  if (Number.isNaN(at.getTime())) return date
  return format('day', { day: 'numeric', month: 'short', year: 'numeric' }).format(at)
}

export function month(at: Date): string {
  return format('month', { month: 'long', year: 'numeric' }).format(at)
}

/** The time of day of a moment here, as "14:05". */
export function minute(at: Date): string {
  return format('minute', { hour: '2-digit', minute: '2-digit' }).format(at)
}

/** The calendar day of a moment here, as "2026-01-05". */
export function isoDay(at: Date): string {
  const pad = (value: number): string => String(value).padStart(2, '0')
  return `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`
}

/** 1536 → "1.5 kB", in steps of 1024. */
export function size(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const step = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10))
  const value = bytes / 1024 ** step
  return `${step === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[step] ?? ''}`
}
