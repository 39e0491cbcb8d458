import type { Failure } from './api.ts'

/** What was asked of the server. What is already there stays while it is asked again, and when that fails. */
export type Remote<T> =
  | { status: 'idle' }
  | { status: 'loading'; data?: T }
  | { status: 'ready'; data: T }
  | { status: 'failed'; error: Failure; data?: T }

export const idle = { status: 'idle' } as const

export const dataOf = <T>(remote: Remote<T> | undefined): T | undefined =>
  remote && remote.status !== 'idle' ? remote.data : undefined

export const loading = <T>(before: Remote<T> | undefined): Remote<T> => {
  const data = dataOf(before)
  return data === undefined ? { status: 'loading' } : { status: 'loading', data }
}

export const ready = <T>(data: T): Remote<T> => ({ status: 'ready', data })

export const failed = <T>(before: Remote<T> | undefined, error: Failure): Remote<T> => {
  const data = dataOf(before)
  return data === undefined ? { status: 'failed', error } : { status: 'failed', error, data }
}
