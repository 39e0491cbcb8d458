import { createClient, heartbeatAnswer, restUrl as urlBelow } from '@appointease/contract/client'
import type { Api } from '@appointease/store'
import type { PageConfig } from './config.ts'

const NAMESPACE = /\/?appointease\/v1\/?$/

export interface PageApi extends Api {
  streamUrl(query: Readonly<Record<string, string | number>>): string
  /** Is sent when the page is gone; nothing comes back. */
  sendOnLeaving(route: 'slots/active' | 'slots/deselect', body: unknown): void
}

/** The typed client with this page's addresses and nonces. */
export function createApi(
  { restUrl, heartbeatUrl, nonce }: PageConfig,
  locale: string,
  getManageLink: () => string | undefined,
): PageApi {
  const baseUrl = `${restUrl.replace(NAMESPACE, '')}/`
  let restNonce = nonce
  let heartbeatNonce: string | undefined
  const client = createClient({
    baseUrl,
    getNonce: () => restNonce,
    getManageLink,
    // A code's mail speaks the language of the page that asked for it.
    locale,
    onNonce: (fresh) => {
      restNonce = fresh
    },
  })

  const heartbeat: Api['heartbeat'] = async (data, options) => {
    // Any nonce at all makes WordPress say which one it wants; without one it only says no.
    const tick = () => {
      const known = heartbeatNonce ?? restNonce
      return client.heartbeat(data, { url: heartbeatUrl, ...options, ...(known ? { nonce: known } : {}) })
    }
    const first = await tick()
    if (!first.ok) return first
    const answer = heartbeatAnswer(first.data)
    if (answer.kind === 'nonces_expired') {
      heartbeatNonce = answer.reply.heartbeat_nonce
      return tick()
    }
    if (answer.kind === 'refused' && !restNonce) {
      await client.getSession()
      return tick()
    }
    return first
  }

  return {
    ...client,
    heartbeat,
    streamUrl: (query) => urlBelow(baseUrl, '/appointease/v1/slots/stream', query),
    sendOnLeaving(route, body) {
      const blob = new Blob([JSON.stringify(body)], { type: 'application/json' })
      navigator.sendBeacon(urlBelow(baseUrl, `/appointease/v1/${route}`, {}), blob)
    },
  }
}
