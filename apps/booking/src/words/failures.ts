import type { Failure } from '@appointease/store'
import { __, _n, sprintf } from '@wordpress/i18n'
import { refusalWords } from './refusals.ts'

function whenAgain(seconds: number): string {
  if (seconds < 90) {
    /* translators: %d: a number of seconds. */
    return sprintf(_n('Try again in %d second.', 'Try again in %d seconds.', seconds, 'appointease'), seconds)
  }
  const minutes = Math.ceil(seconds / 60)
  /* translators: %d: a number of minutes. */
  return sprintf(_n('Try again in %d minute.', 'Try again in %d minutes.', minutes, 'appointease'), minutes)
}

/** What happened and what to do, in the page's own words: the server's are English, whatever the page speaks. */
export function sayFailure({ code, retryAfterSeconds }: Failure): string {
  switch (code) {
    case 'network_error':
      return __('There is no connection at the moment. Check yours and try again.', 'appointease')
    case 'timeout':
      return __('This is taking longer than it should. Try again.', 'appointease')
    case 'bad_reply':
    case 'internal_server_error':
      return __('Something went wrong on our side. Try again in a moment.', 'appointease')
    case 'RATE_LIMITED':
      return [
        __('That was a lot in a short time.', 'appointease'),
        retryAfterSeconds ? whenAgain(retryAfterSeconds) : __('Try again in a moment.', 'appointease'),
      ].join(' ')
    default:
      return refusalWords(code) ?? __('That did not work. Try again in a moment.', 'appointease')
  }
}
