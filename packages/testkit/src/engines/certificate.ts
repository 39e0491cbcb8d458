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

const THIS_MACHINE = 'DNS:localhost,IP:127.0.0.1'

/**
 * A key and a self-signed certificate, valid for a day, made by OpenSSL into `folder`; default for 127.0.0.1 and localhost.
 */
export async function makeCertificate(folder: string, names = THIS_MACHINE): Promise<Certificate> {
  if (OPENSSL === undefined) throw new Error('openssl is not on this machine.')
  const keyFile = join(folder, 'key.pem')
  const certificateFile = join(folder, 'certificate.pem')
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1']
  const subject = ['-subj', '/CN=localhost', '-addext', `subjectAltName=${names}`]
  await promisify(execFile)(OPENSSL, [
    'req',
    ...kind,
    ...subject,
    '-keyout',
    keyFile,
    '-out',
    certificateFile,
  ])
  return { keyFile, certificateFile, authority: await readFile(certificateFile, 'utf8') }
}
