/** One spelling for one address: trimmed, in lower case, composed. Addresses are compared exactly after this. */
export function normaliseEmail(text: string): string {
  return text.trim().normalize('NFC').toLowerCase()
}
