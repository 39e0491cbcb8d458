import type { ErrorCode } from '@appointease/contract'
import { __ } from '@wordpress/i18n'

/** Undefined where a visitor can do nothing about it: what only a programmer can send. */
export function refusalWords(code: ErrorCode | (string & {})): string | undefined {
  switch (code) {
    case 'PAST_DATE':
      return __('That time has already passed. Please choose a later one.', 'appointease')
    case 'NON_WORKING_DAY':
      return __('Nobody works on that day. Please choose another day.', 'appointease')
    case 'OUTSIDE_HOURS':
    case 'NOT_ON_GRID':
    case 'NONEXISTENT_TIME':
      return __('That time is not on offer. Please choose another one.', 'appointease')
    case 'BLACKOUT_DATE':
      return __('We are closed on that day. Please choose another day.', 'appointease')
    case 'STAFF_TIME_OFF':
      return __('This person is away then. Please choose another time or another person.', 'appointease')
    case 'OUTSIDE_NOTICE':
      return __('That is too soon to book online. Please choose a later time.', 'appointease')
    case 'OUTSIDE_WINDOW':
      return __('That day cannot be booked yet. Please choose an earlier one.', 'appointease')
    case 'SERVICE_NOT_OFFERED':
      return __(
        'This service is not offered by this person. Please choose another service or person.',
        'appointease',
      )
    case 'SLOT_TAKEN':
      return __('Somebody has just booked that time. Please choose another one.', 'appointease')
    case 'SLOT_LOCKED':
    case 'LOCK_NOT_OWNED':
      return __('That time is held by somebody else. Please choose another one.', 'appointease')
    case 'LOCK_EXPIRED':
      return __('The time we held for you has run out', 'appointease')
    case 'CUTOFF_PASSED':
      return __('It is too late to change this appointment online. Please contact us.', 'appointease')
    case 'STALE_VERSION':
      return __('This appointment has changed since you opened it. Please load it again.', 'appointease')
    case 'IDEMPOTENCY_CONFLICT':
      return __('Nothing was booked by this. Please start again.', 'appointease')
    case 'OTP_INVALID':
      return __(
        'That code is not right. Look at the newest mail; after five wrong tries, ask for another code.',
        'appointease',
      )
    case 'OTP_EXPIRED':
      return __('That code has expired. Please ask for a new one.', 'appointease')
    case 'rest_not_logged_in':
    case 'EMAIL_NOT_VERIFIED':
      return __('Please sign in with a code first.', 'appointease')
    case 'SESSION_EXPIRED':
      return __('You have been signed out. Please sign in again with a new code.', 'appointease')
    case 'LINK_INVALID':
      return __('This link does not open the appointment any more', 'appointease')
    case 'rest_forbidden':
      return __('Please sign in with the address that you booked with.', 'appointease')
    case 'rest_cookie_invalid_nonce':
      return __('This page has been open for a while. Please reload it and try again.', 'appointease')
    case 'NOT_FOUND':
      return __('This is not here any more. Please start again.', 'appointease')
    case 'rest_missing_callback_param':
    case 'rest_invalid_param':
      return __('Something is not quite right. Please check what you entered.', 'appointease')
    case 'STORAGE_UNAVAILABLE':
      return __(
        'We cannot reach our calendar at the moment. Nothing was changed; please try again shortly.',
        'appointease',
      )
    case 'OUTCOME_UNKNOWN':
      return __(
        'We lost our calendar just then and cannot say whether this was saved. Please look before you try again.',
        'appointease',
      )
    case 'SERVER_BUSY':
      return __('There is a lot going on here at the moment. Please try again shortly.', 'appointease')
    default:
      return undefined
  }
}
