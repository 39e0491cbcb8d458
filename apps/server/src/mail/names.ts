/**
 * A name as it may be repeated in a sentence. One that could be read as an address or a link would let a stranger
 * advertise through our mails: it is left out.
 */
export function repeatableName(name: string): string {
  const plain = oneLine(name.replace(/\p{Cf}+/gu, ' '))
  return plain.length > 60 || /[:/\\@<>]|\p{L}\.\p{L}{2}/u.test(plain) ? '' : plain
}

export function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim()
}
