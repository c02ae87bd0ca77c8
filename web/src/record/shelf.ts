/** What has been recorded and not yet acknowledged, kept in this browser: it outlives the tab, and the power. */
import type { Channels } from './pcm'

export interface Kept {
  id: string
  title: string
  channels: Channels
  /** Whether the meeting was finished: what is left is sent, and no more is recorded. */
  finishing: boolean
}

/** Where pieces of one recording lie, each under the number of its first sample. */
export interface Shelf {
  put(start: number, bytes: ArrayBuffer): Promise<void>
  get(start: number): Promise<ArrayBuffer | null>
  /** Drops the pieces that begin before a sample. */
  drop(before: number): Promise<void>
}

const NAME = 'recordings'

let opened: Promise<IDBDatabase> | undefined

function database(): Promise<IDBDatabase> {
  opened ??= new Promise<IDBDatabase>((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1)
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore('kept', { keyPath: 'id' })
      asked.result.createObjectStore('audio')
    }
    asked.onsuccess = () => resolve(asked.result)
    asked.onerror = () => reject(asked.error ?? new Error(NAME))
  }).catch((error: unknown) => {
    opened = undefined
    throw error
  })
  return opened
}

async function use<T>(store: 'kept' | 'audio', mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const transaction = (await database()).transaction(store, mode)
  const request = ask(transaction.objectStore(store))
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request.result)
    transaction.onerror = transaction.onabort = () => reject(transaction.error ?? new Error(NAME))
  })
}

const all = (id: string, before = Infinity): IDBKeyRange => IDBKeyRange.bound([id, 0], [id, before], false, before !== Infinity)

export class Drawer implements Shelf {
  constructor(private readonly id: string) {}

  async put(start: number, bytes: ArrayBuffer): Promise<void> {
    await use('audio', 'readwrite', (store) => store.put(bytes, [this.id, start]))
  }

  async get(start: number): Promise<ArrayBuffer | null> {
    const found: unknown = await use('audio', 'readonly', (store) => store.get([this.id, start]))
    return found instanceof ArrayBuffer ? found : null
  }

  async drop(before: number): Promise<void> {
    await use('audio', 'readwrite', (store) => store.delete(all(this.id, before)))
  }

  /** The first samples of the pieces that lie here, in order. */
  async list(): Promise<number[]> {
    const keys = await use('audio', 'readonly', (store) => store.getAllKeys(all(this.id)))
    return keys.map((key) => Number((key as [string, number])[1]))
  }
}

export async function keep(recording: Kept): Promise<void> {
  await use('kept', 'readwrite', (store) => store.put(recording))
}

export async function kept(id: string): Promise<Kept | null> {
  return (await use<Kept | undefined>('kept', 'readonly', (store) => store.get(id) as IDBRequest<Kept | undefined>)) ?? null
}

export function everyKept(): Promise<Kept[]> {
  return use<Kept[]>('kept', 'readonly', (store) => store.getAll())
}

export async function forget(id: string): Promise<void> {
  await use('kept', 'readwrite', (store) => store.delete(id))
  await new Drawer(id).drop(Infinity)
}
