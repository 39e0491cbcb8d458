/** What the caller's copy is held against. */
export interface Conditions {
  readonly etag: string
  /** As HTTP writes dates. */
  readonly lastModified: string | undefined
}

export interface ConditionHeaders {
  readonly 'if-none-match'?: string
  readonly 'if-modified-since'?: string
}

/** Whether the caller has it already (RFC 9110 section 13.2.2): a tag counts before a date, and weak ones are equal too. */
export function isUnchanged(headers: ConditionHeaders, { etag, lastModified }: Conditions): boolean {
  const tags = headers['if-none-match']
  if (tags !== undefined)
    return tags.trim() === '*' || (tags.match(/"[^"]*"/g) ?? []).some((tag) => tag === etag)
  const since = Date.parse(headers['if-modified-since'] ?? '')
  return lastModified !== undefined && Date.parse(lastModified) <= since
}
