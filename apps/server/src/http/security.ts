import { IncomingMessage, type OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import helmet, { type HelmetOptions } from 'helmet'
import { HOUSE_STYLE_SOURCE } from './pages/houseStyle.ts'

const HALF_A_YEAR_SECONDS = 15_552_000

/**
 * Security headers for every reply, the same for all. Styles and scripts come from files of this site alone; the one style
 * that stands inside pages is named by its hash. Photos of the team may come from anywhere that speaks https.
 */
export function securityHeaders(publicUrl: URL): OutgoingHttpHeaders {
  return headersOf({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", HOUSE_STYLE_SOURCE],
        imgSrc: ["'self'", 'data:', 'https:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        objectSrc: ["'none'"],
        frameAncestors: ["'self'"],
      },
    },
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity:
      publicUrl.protocol === 'https:' ? { maxAge: HALF_A_YEAR_SECONDS, includeSubDomains: false } : false,
  })
}

export function addSecurityHeaders(app: FastifyInstance, headers: OutgoingHttpHeaders): void {
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers(headers)
  })
}

/**
 * What Helmet sets, learnt once. As a plugin it sets headers on Node's response, which then keeps every header of the reply
 * in a form that can still be changed for as long as the connection lasts: a kilobyte of each stream.
 */
function headersOf(options: HelmetOptions): OutgoingHttpHeaders {
  const request = new IncomingMessage(new Socket())
  const response = new ServerResponse(request)
  helmet(options)(request, response, () => {})
  return { ...response.getHeaders() }
}
