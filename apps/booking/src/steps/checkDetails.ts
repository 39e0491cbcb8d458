import type { Details } from '@appointease/store'
import { __ } from '@wordpress/i18n'

export type DetailsErrors = Partial<Record<keyof Details, string>>

/** As many characters as the server takes. */
export const LONGEST = { name: 191, email: 254, notes: 2000 } as const

const ADDRESS = /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/
const TELEPHONE = /^[+()\d\s./-]{5,30}$/

/** What to mend, in plain words, by field; empty when all is well. */
export function checkDetails({ name, email, phone }: Details): DetailsErrors {
  const errors: DetailsErrors = {}
  if (name.trim() === '') errors.name = __('Please tell us your name.', 'appointease')
  if (email.trim() === '')
    errors.email = __('Please give an e-mail address; the confirmation goes there.', 'appointease')
  else if (!ADDRESS.test(email.trim())) {
    errors.email = __('This address looks incomplete. It should look like name@example.com.', 'appointease')
  }
  if (phone.trim() !== '' && !TELEPHONE.test(phone.trim())) {
    errors.phone = __('Please use digits, with a + in front of a country code.', 'appointease')
  }
  return errors
}
