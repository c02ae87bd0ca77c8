/** Where sound comes from: microphones, and tabs or screens that are shared with their sound. */
export const KINDS = ['mic', 'tab', 'both'] as const
export type Kind = (typeof KINDS)[number]

/** Why there is no sound; each has a message that says what to do. */
export type Why = 'insecure' | 'denied' | 'dismissed' | 'none' | 'busy' | 'tabUnable' | 'tabSilent' | 'failed'

export class SourceError extends Error {
  constructor(readonly why: Why) {
    super(why)
  }
}

/** Whether the browser lets this page hear anything. */
export function canHear(): boolean {
  return globalThis.isSecureContext && typeof globalThis.navigator.mediaDevices?.getUserMedia === 'function'
}

/** Whether a shared tab brings its sound along: only browsers built on Chromium do so, and not on telephones. */
export function canShare(): boolean {
  return 'userAgentData' in navigator && typeof navigator.mediaDevices?.getDisplayMedia === 'function'
}

/**
 * A microphone by its id, else the usual one. Beside a shared tab it must not hear the tab again from the speakers; alone in a
 * room it must: those who speak from the speakers belong to the meeting.
 */
export async function openMicrophone(device: string | null, beside: boolean): Promise<MediaStream> {
  if (!canHear()) throw new SourceError('insecure')
  const wanted = { echoCancellation: beside, noiseSuppression: beside, autoGainControl: true }
  try {
    return await listen({ ...wanted, ...(device ? { deviceId: { exact: device } } : {}) })
  } catch (error) {
    if (!device || nameOf(error) !== 'OverconstrainedError') throw new SourceError(whyOf(error))
  }
  try {
    return await listen(wanted)
  } catch (error) {
    throw new SourceError(whyOf(error))
  }
}

function listen(audio: MediaTrackConstraints): Promise<MediaStream> {
  return navigator.mediaDevices.getUserMedia({ audio })
}

/** A tab, a window or a screen, as the browser's own dialog offers. Nothing is made of the picture. */
export async function openTab(): Promise<MediaStream> {
  if (!canHear()) throw new SourceError('insecure')
  if (!canShare()) throw new SourceError('tabUnable')
  const audio = { echoCancellation: false, noiseSuppression: false, autoGainControl: false }
  const extra = { systemAudio: 'include', selfBrowserSurface: 'exclude', surfaceSwitching: 'include' }
  let stream: MediaStream
  try {
    stream = await navigator.mediaDevices.getDisplayMedia({ audio, video: { frameRate: 1 }, ...extra })
  } catch (error) {
    const why = whyOf(error)
    throw new SourceError(why === 'denied' ? 'dismissed' : why)
  }
  if (!stream.getAudioTracks().length) {
    end(stream)
    throw new SourceError('tabSilent')
  }
  for (const picture of stream.getVideoTracks()) picture.enabled = false
  return stream
}

export function end(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop()
}

export async function microphones(): Promise<MediaDeviceInfo[]> {
  const devices = await navigator.mediaDevices.enumerateDevices()
  return devices.filter(({ kind, deviceId }) => kind === 'audioinput' && deviceId !== '')
}

function nameOf(error: unknown): string {
  return error instanceof DOMException || error instanceof Error ? error.name : ''
}

function whyOf(error: unknown): Why {
  const whys: Record<string, Why> = {
    NotAllowedError: 'denied',
    SecurityError: 'denied',
    NotFoundError: 'none',
    NotReadableError: 'busy',
    AbortError: 'busy',
    NotSupportedError: 'tabUnable',
  }
  return whys[nameOf(error)] ?? 'failed'
}
