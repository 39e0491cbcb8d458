import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { OPENSSL } from './programs.ts'

export interface Certificate {
  readonly keyFile: string
  readonly certificateFile: string
  /** What a client must trust, in PEM; nobody else does. */
  readonly authority: string
}

/** A key and a self-signed certificate for 127.0.0.1 and localhost, valid for a day, made by OpenSSL into `folder`. */
export async function makeCertificate(folder: string): Promise<Certificate> {
  if (OPENSSL === undefined) throw new Error('openssl is not on this machine.')
  const keyFile = join(folder, 'key.pem')
  const certificateFile = join(folder, 'certificate.pem')
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1']
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1']
  await promisify(execFile)(OPENSSL, ['req', ...kind, ...names, '-keyout', keyFile, '-out', certificateFile])
  return { keyFile, certificateFile, authority: await readFile(certificateFile, 'utf8') }
}
