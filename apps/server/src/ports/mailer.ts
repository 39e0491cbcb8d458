export interface OutgoingMail {
  readonly messageId: string
  readonly to: string
  /** Shown beside the address that it comes from: the business's name. */
  readonly senderName?: string
  readonly subject: string
  readonly text: string
  readonly html: string
  /** Where one request ends mails of this kind for this recipient (RFC 2369, RFC 8058). */
  readonly unsubscribeUrl?: string
  readonly attachments: readonly {
    readonly filename: string
    readonly contentType: string
    readonly content: string
  }[]
}

/** `permanent`: the server will never take it (5xx); `temporary`: try again later. */
export type DeliveryOutcome =
  | { readonly kind: 'sent' }
  | { readonly kind: 'temporary'; readonly error: string }
  | { readonly kind: 'permanent'; readonly error: string }

/** Hands one mail to a mail server. Undefined in the composition where none is configured. */
export interface Mailer {
  deliver(mail: OutgoingMail): Promise<DeliveryOutcome>
  close(): Promise<void>
}
