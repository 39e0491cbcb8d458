import type { Failure } from '@appointease/store'
import { __, _n, sprintf } from '@wordpress/i18n'

function whenAgain(seconds: number): string {
  if (seconds < 90) {
    /* translators: %d: a number of seconds. */
    return sprintf(_n('Try again in %d second.', 'Try again in %d seconds.', seconds, 'appointease'), seconds)
  }
  const minutes = Math.ceil(seconds / 60)
  /* translators: %d: a number of minutes. */
  return sprintf(_n('Try again in %d minute.', 'Try again in %d minutes.', minutes, 'appointease'), minutes)
}

/** What happened and what to do, in words. The server's own words where it has any. */
export function sayFailure({ code, message, retryAfterSeconds }: Failure): string {
  switch (code) {
    case 'network_error':
      return __('There is no connection at the moment. Check yours and try again.', 'appointease')
    case 'timeout':
      return __('This is taking longer than it should. Try again.', 'appointease')
    case 'bad_reply':
      return __('Something went wrong on our side. Try again in a moment.', 'appointease')
    case 'OTP_INVALID':
      return __(
        'That code is not right. Look at the newest mail; after five wrong tries, ask for another code.',
        'appointease',
      )
    case 'RATE_LIMITED':
      return [message, retryAfterSeconds ? whenAgain(retryAfterSeconds) : ''].filter(Boolean).join(' ')
    default:
      return message || __('That did not work. Try again in a moment.', 'appointease')
  }
}
