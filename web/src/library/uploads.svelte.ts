/** The files on their way: two at a time, in the order in which they were added. */
import { getAbout } from '../lib/api'
import { t } from '../lib/i18n.svelte'
import { meetingLink } from '../lib/route.svelte'
import { size } from '../lib/time'
import { toast } from '../lib/toasts.svelte'
import type { Row } from '../lib/types'
import { library } from './library.svelte'
import { Transfer } from './transfer.svelte'

const AT_ONCE = 2
const DUPLICATE_STAYS = 30_000

export class Uploads {
  list = $state.raw<readonly Transfer[]>([])
  readonly shown = $derived(this.list.filter(({ stage }) => stage !== 'done'))
  readonly busy = $derived(this.list.some(({ active }) => active))
  #most = Infinity

  constructor() {
    globalThis.addEventListener?.('online', () => {
      for (const transfer of this.list) transfer.nudge()
    })
    globalThis.addEventListener?.('beforeunload', (event) => {
      if (this.busy) event.preventDefault()
    })
  }

  async add(files: readonly File[]): Promise<void> {
    const to = { free: () => this.#next(), made: (row: Row & { duplicate?: boolean }, from: Transfer) => this.#made(row, from) }
    const added = files.map((file) => new Transfer(file, to))
    this.list = [...this.shown, ...added]
    this.#most = await getAbout().then(
      (about) => about.max_upload,
      () => this.#most,
    )
    for (const transfer of added) {
      if (transfer.file.size === 0) transfer.refuse(t('upload.nothing'))
      else if (transfer.file.size > this.#most) transfer.refuse(t('upload.tooLarge', { size: size(this.#most) }))
    }
    this.#next()
  }

  drop(transfer: Transfer): void {
    void transfer.cancel()
    this.list = this.list.filter((other) => other !== transfer)
  }

  /** Tries again after a failure, or goes on after a pause. */
  again(transfer: Transfer): void {
    if (transfer.sentAll) void transfer.begin()
    else {
      transfer.stage = 'waiting'
      this.#next()
    }
  }

  #next(): void {
    const free = AT_ONCE - this.list.filter(({ stage }) => stage === 'sending').length
    for (const transfer of this.list.filter(({ stage }) => stage === 'waiting').slice(0, Math.max(0, free))) void transfer.send()
  }

  #made({ duplicate, ...row }: Row & { duplicate?: boolean }, transfer: Transfer): void {
    this.list = this.shown
    library.take({ type: 'changed', meeting: row })
    if (!duplicate) return
    toast(t('upload.duplicate', { title: row.title }), {
      timeout: DUPLICATE_STAYS,
      actions: [
        { label: t('upload.open'), run: () => (location.hash = meetingLink(row.id)) },
        { label: t('upload.again'), run: () => this.#repeat(transfer) },
      ],
    })
  }

  #repeat(transfer: Transfer): void {
    this.list = [...this.list, transfer]
    void transfer.begin(true)
  }
}

export const uploads = new Uploads()
