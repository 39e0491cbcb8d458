import helmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'
import { HOUSE_STYLE_SOURCE } from './pages/houseStyle.ts'

const HALF_A_YEAR_SECONDS = 15_552_000

/**
 * Security headers for every reply. Styles and scripts come from files of this site alone; the one style that
 * stands inside pages is named by its hash. Photos of the team may come from anywhere that speaks https.
 */
export async function addSecurityHeaders(app: FastifyInstance, publicUrl: URL): Promise<void> {
  await app.register(helmet, {
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
