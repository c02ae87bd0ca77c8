/** The choice of sources before a recording, and the sound of them, so that a person sees that they are heard. */
import { store, stored } from '../lib/stored'
import { Capture, MIC, TAB, type Place } from './capture'
import type { Channels } from './pcm'
import { canHear, canShare, KINDS, microphones, openMicrophone, openTab, SourceError, type Kind, type Why } from './sources'

export class Setup {
  kind = $state<Kind>(canShare() ? (KINDS.find((kind) => kind === stored('record.source')) ?? 'mic') : 'mic')
  apart = $state(stored('record.apart') === 'yes')
  devices = $state.raw<readonly MediaDeviceInfo[]>([])
  #device = $state(stored('record.device') ?? '')
  /** The microphone that is chosen; the usual one ('') while that is not plugged in. */
  readonly device = $derived(this.devices.some(({ deviceId }) => deviceId === this.#device) ? this.#device : '')
  levels = $state.raw<readonly number[]>([0, 0])
  open = $state<Record<Place, boolean>>({ [MIC]: false, [TAB]: false })
  asking = $state(false)
  why = $state.raw<Record<Place, Why | null>>({ [MIC]: null, [TAB]: null })
  readonly needs = $derived<readonly Place[]>(this.kind === 'mic' ? [MIC] : this.kind === 'tab' ? [TAB] : [MIC, TAB])
  readonly ready = $derived(this.needs.every((place) => this.open[place]))
  readonly channels = $derived<Channels>(this.kind === 'both' && this.apart ? 2 : 1)
  readonly #capture = new Capture()
  readonly #gone = new AbortController()
  #asked = 0

  constructor() {
    const { signal } = this.#gone
    this.#capture.ontaken = ({ levels }) => (this.levels = levels)
    this.#capture.onlost = (place) => this.#lost(place)
    if (!canHear()) this.why = { [MIC]: 'insecure', [TAB]: 'insecure' }
    else navigator.mediaDevices.addEventListener('devicechange', () => void this.#changed(), { signal })
    void this.#whenAllowed(signal)
  }

  choose(kind: Kind): void {
    const beside = (which: Kind): boolean => which === 'both'
    if (beside(kind) !== beside(this.kind)) this.#drop(MIC)
    this.kind = kind
    store('record.source', kind)
    if (!this.needs.includes(TAB)) this.#drop(TAB)
    if (!this.needs.includes(MIC)) this.#drop(MIC)
    else void this.hear()
  }

  keepApart(apart: boolean): void {
    this.apart = apart
    store('record.apart', apart ? 'yes' : null)
  }

  use(device: string): void {
    this.#device = device
    store('record.device', device || null)
    this.#drop(MIC)
    void this.hear()
  }

  /** Opens the microphone, where one is wanted and none is open. */
  async hear(): Promise<void> {
    if (!this.needs.includes(MIC) || this.open[MIC]) return
    const asked = ++this.#asked
    this.asking = true
    await this.#connect(
      MIC,
      () => openMicrophone(this.#device || null, this.kind === 'both'),
      () => asked === this.#asked,
    )
    this.asking = false
    await this.#list()
  }

  /** Asks what is to be shared; only on a person's click. */
  share(): Promise<void> {
    return this.#connect(TAB, openTab, () => this.needs.includes(TAB))
  }

  /** Gives the running sources away. */
  hand(): Capture {
    this.#gone.abort()
    this.#handed = true
    return this.#capture
  }

  close(): void {
    this.#gone.abort()
    this.#asked++
    if (!this.#handed) this.#capture.close()
  }

  #handed = false

  async #connect(place: Place, open: () => Promise<MediaStream>, wanted: () => boolean): Promise<void> {
    try {
      const stream = await open()
      if (!wanted() || this.#gone.signal.aborted) return stream.getTracks().forEach((track) => track.stop())
      await this.#capture.connect(place, stream)
      this.open = { ...this.open, [place]: true }
      this.why = { ...this.why, [place]: null }
    } catch (error) {
      this.why = { ...this.why, [place]: error instanceof SourceError ? error.why : 'failed' }
    }
  }

  #drop(place: Place): void {
    this.#asked++
    this.#capture.disconnect(place)
    this.open = { ...this.open, [place]: false }
    this.why = { ...this.why, [place]: canHear() ? null : 'insecure' }
  }

  #lost(place: Place): void {
    this.open = { ...this.open, [place]: false }
    if (place === MIC) void this.hear()
  }

  /** A microphone that was missing is heard as soon as it is there. */
  async #changed(): Promise<void> {
    await this.#list()
    if (this.why[MIC] === 'none' && this.devices.length) await this.hear()
  }

  async #list(): Promise<void> {
    this.devices = await microphones().catch(() => [])
  }

  /** Goes on by itself once a person has allowed the microphone in the browser. */
  async #whenAllowed(signal: AbortSignal): Promise<void> {
    try {
      const permission = await navigator.permissions.query({ name: 'microphone' as PermissionName })
      permission.addEventListener('change', () => permission.state === 'granted' && void this.hear(), { signal })
    } catch {
      // A browser that does not tell: the person tries again.
    }
  }
}
