import type { DeliveryOutcome } from '../../ports/mailer.ts'

interface SmtpFailure {
  readonly code: string
  readonly responseCode?: number
  readonly command?: string
}

/** Answers to the mail itself. A refusal before these is about this server's access, which its owner can mend. */
const MAIL_COMMANDS = ['MAIL FROM', 'RCPT TO', 'DATA']
/** RFC 4954: authentication required, too weak, failed, or to be encrypted. RFC 5321: 503, a session out of step. */
const NOT_ABOUT_THE_MAIL = [503, 530, 534, 535, 538]

/**
 * RFC 5321, section 4.2.1: 5xx about the mail is permanent; 4xx, the network, and 5xx about access are temporary.
 * The server's words are left out, since they may repeat the address. What is no failure of mail is thrown again.
 */
export function classifyFailure(error: unknown): DeliveryOutcome {
  if (!isSmtpFailure(error)) throw error
  const { code, responseCode = 0, command } = error
  if (code === 'EENVELOPE' && command === 'API')
    return { kind: 'permanent', error: 'the mail has no usable address' }
  const refused = responseCode >= 500 && MAIL_COMMANDS.includes(command ?? '')
  return {
    kind: refused && !NOT_ABOUT_THE_MAIL.includes(responseCode) ? 'permanent' : 'temporary',
    error: responseCode ? `${responseCode} after ${command ?? 'connecting'}` : code,
  }
}

function isSmtpFailure(error: unknown): error is SmtpFailure {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
}
