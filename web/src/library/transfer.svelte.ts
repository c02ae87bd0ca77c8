/** One file on its way to the server: sent piece by piece, then made a meeting. */
import type { Upload } from 'tus-js-client'
import { ApiError, startMeeting } from '../lib/api'
import { t } from '../lib/i18n.svelte'
import { isoDay } from '../lib/time'
import type { Granularity, NewMeeting, Row, Template } from '../lib/types'
import { Speed } from './speed'

export type Stage = 'waiting' | 'sending' | 'paused' | 'held' | 'starting' | 'failed' | 'done'

const PIECE = 8 * 1024 * 1024
/** Long enough to reach for the options of a small file. */
const GRACE = 4000
/** About ten minutes without a connection. */
const RETRIES = [300, 1000, 3000, ...new Array<number>(60).fill(10_000)]

export interface Wishes {
  title: string
  language: string
  speakers: number | null
  date: string
  pipeline: string
  hotwords: string
  granularity: Granularity
  /** What writes the minutes; "" leaves it to the server. */
  engine: string
  template: Template
}

let last = 0

export class Transfer {
  readonly id = ++last
  stage = $state<Stage>('waiting')
  sent = $state(0)
  speed = $state<number | null>(null)
  resuming = $state(false)
  reason = $state('')
  /** A failure that trying again does not help. */
  hopeless = $state(false)
  #options = $state(false)
  readonly wishes = $state<Wishes>({
    title: '',
    language: 'auto',
    speakers: null,
    date: '',
    pipeline: '',
    hotwords: '',
    granularity: 'general',
    engine: '',
    template: 'general',
  })

  #upload: Upload | null = null
  #place: string | null = null
  readonly #begun = Date.now()
  readonly #pace = new Speed()

  readonly file: File

  constructor(
    file: File,
    private readonly to: { free: () => void; made: (row: Row & { duplicate?: boolean }, transfer: Transfer) => void },
  ) {
    this.file = file
    this.wishes.date = isoDay(new Date(file.lastModified))
  }

  readonly left = $derived.by(() => (this.speed ? (this.file.size - this.sent) / this.speed : null))
  readonly active = $derived(this.stage === 'sending' || this.stage === 'waiting' || this.stage === 'starting' || this.stage === 'held')

  get options(): boolean {
    return this.#options
  }

  set options(open: boolean) {
    this.#options = open
    if (!open && this.stage === 'held') this.#hold()
  }

  refuse(reason: string): void {
    this.reason = reason
    this.hopeless = true
    this.stage = 'failed'
  }

  /** Sends the file, from where an earlier try of the same file stopped. */
  async send(): Promise<void> {
    this.stage = 'sending'
    this.#pace.reset()
    try {
      this.#upload ??= await this.#prepare()
      if (this.stage === 'sending') this.#upload.start()
    } catch (error) {
      this.#fail(error)
    }
  }

  pause(): void {
    this.stage = 'paused'
    this.speed = null
    void this.#upload?.abort()
    this.to.free()
  }

  async cancel(): Promise<void> {
    this.stage = 'done'
    try {
      await this.#upload?.abort(true)
    } catch {
      // The server clears away what was never finished.
    }
    this.to.free()
  }

  /** Makes the meeting from what has been sent. */
  async begin(again = false): Promise<void> {
    if (this.#place === null) return
    this.stage = 'starting'
    try {
      const row = await startMeeting({ upload: this.#place, ...this.#asked(), ...(again ? { duplicate: 'again' as const } : {}) })
      this.stage = 'done'
      this.to.made(row, this)
    } catch (error) {
      this.reason = error instanceof Error ? error.message : String(error)
      this.stage = 'failed'
      if (!(error instanceof ApiError)) return
      this.hopeless = error.status === 415
      if (error.status === 404) this.#forget()
    }
  }

  /** The server has lost what was sent: a new try sends it again. */
  #forget(): void {
    this.#place = null
    this.#upload = null
    this.sent = 0
  }

  get sentAll(): boolean {
    return this.#place !== null
  }

  /** Goes on at once when the connection is back. */
  nudge(): void {
    if (this.stage !== 'sending' || !this.resuming) return
    void this.#upload?.abort().then(() => this.stage === 'sending' && this.#upload?.start())
  }

  #asked(): Omit<NewMeeting, 'upload'> {
    const { title, language, speakers, date, pipeline, hotwords, granularity, engine, template } = this.wishes
    const words = hotwords
      .split(/[,，、;；\n]/)
      .map((word) => word.trim())
      .filter(Boolean)
    return {
      ...(title.trim() ? { title: title.trim() } : {}),
      ...(language === 'auto' ? {} : { language }),
      ...(speakers ? { speakers } : {}),
      ...(date ? { date } : {}),
      ...(pipeline ? { pipeline } : {}),
      ...(words.length ? { hotwords: words } : {}),
      ...(granularity === 'general' ? {} : { granularity }),
      ...(engine ? { engine, template } : {}),
    }
  }

  async #prepare(): Promise<Upload> {
    const tus = await import('tus-js-client')
    const { file } = this
    const upload = new tus.Upload(file, {
      endpoint: '/api/uploads',
      chunkSize: PIECE,
      retryDelays: RETRIES,
      metadata: { filename: file.name, filetype: file.type },
      removeFingerprintOnSuccess: true,
      onShouldRetry: (error) => this.#retries(error.originalResponse?.getStatus() ?? 0),
      onProgress: (sent) => this.#progress(sent),
      onError: (error) => this.#fail(error),
      onSuccess: () => this.#sent(upload.url ?? ''),
    })
    const [earlier] = await upload.findPreviousUploads()
    if (earlier) upload.resumeFromPreviousUpload(earlier)
    return upload
  }

  #retries(status: number): boolean {
    this.resuming = status < 400 || status >= 500 || status === 409 || status === 423 || status === 429
    this.speed = null
    this.#pace.reset()
    return this.resuming
  }

  #progress(sent: number): void {
    this.resuming = false
    this.sent = sent
    this.speed = this.#pace.take(performance.now(), sent)
  }

  #sent(url: string): void {
    this.sent = this.file.size
    this.#place = url.replace(/\/+$/, '').split('/').at(-1) ?? ''
    this.stage = 'held'
    this.to.free()
    this.#hold()
  }

  #hold(): void {
    if (this.#options) return
    const wait = Math.max(0, this.#begun + GRACE - Date.now())
    setTimeout(() => this.stage === 'held' && !this.#options && void this.begin(), wait)
  }

  #fail(error: unknown): void {
    this.reason = t('upload.failed', { reason: sayWhy(error) })
    this.stage = 'failed'
    this.speed = null
    this.resuming = false
    this.to.free()
  }
}

/** What the server said, where it said something; else that it did not answer. */
function sayWhy(error: unknown): string {
  const answer = (error as { originalResponse?: { getBody(): string; getStatus(): number } | null }).originalResponse
  if (!answer) return t('error.unreachable')
  try {
    const { detail } = JSON.parse(answer.getBody()) as { detail?: unknown }
    if (typeof detail === 'string') return detail
  } catch {
    // No problem document.
  }
  return t('error.server', { status: answer.getStatus() })
}
