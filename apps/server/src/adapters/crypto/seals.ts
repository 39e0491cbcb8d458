import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'
import type { Seals } from '../../ports/seals.ts'

const CIPHER = 'aes-256-gcm'
const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16
const ALIAS_LENGTH = 10
/** A client asks every second; working its alias out anew would be a good part of an answer. Emptied when full. */
const ALIASES_KEPT = 10_000

/**
 * HMAC-SHA-256 and AES-256-GCM under keys that HKDF (RFC 5869) derives from the secret, one for each use and
 * purpose, so that nothing made for one purpose is worth anything for another.
 */
export function createSeals(secret: string | Uint8Array): Seals {
  // Key objects: handing bytes to every HMAC takes nearly ten times as long as the HMAC.
  const keys = new Map<string, KeyObject>()
  const aliases = new Map<string, string>()

  const keyFor = (use: 'fingerprint' | 'seal', purpose: string): KeyObject => {
    const info = `appointease/${use}/${purpose}`
    const known = keys.get(info)
    if (known) return known
    const key = createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', info, KEY_BYTES)))
    keys.set(info, key)
    return key
  }

  const mac = (purpose: string, value: string): Buffer =>
    createHmac('sha256', keyFor('fingerprint', purpose)).update(value).digest()

  return {
    fingerprint: (purpose, value) => mac(purpose, value).toString('hex'),

    alias(clientId) {
      const known = aliases.get(clientId)
      if (known !== undefined) return known
      const alias = `v_${mac('alias', clientId).toString('base64url').slice(0, ALIAS_LENGTH)}`
      if (aliases.size >= ALIASES_KEPT) aliases.clear()
      aliases.set(clientId, alias)
      return alias
    },

    seal(purpose, plain) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv(CIPHER, keyFor('seal', purpose), nonce)
      const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')
    },

    open(purpose, sealed) {
      const bytes = Buffer.from(sealed, 'base64url')
      if (bytes.length < NONCE_BYTES + TAG_BYTES) return undefined
      const options = { authTagLength: TAG_BYTES }
      const nonce = bytes.subarray(0, NONCE_BYTES)
      const decipher = createDecipheriv(CIPHER, keyFor('seal', purpose), nonce, options)
      decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
      try {
        const plain = [decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]
        return Buffer.concat(plain).toString('utf8')
      } catch {
        return undefined
      }
    },

    matches(purpose, value, fingerprint) {
      const given = Buffer.from(fingerprint, 'hex')
      const wanted = mac(purpose, value)
      return given.length === wanted.length && timingSafeEqual(given, wanted)
    },
  }
}
