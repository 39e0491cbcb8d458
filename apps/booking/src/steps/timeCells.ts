import { groupByPartOfDay, type PartOfDay, type StartOption } from '@appointease/store'
import { type Formats, formatCountdown, type TimeCell } from '@appointease/ui'
import { __, sprintf } from '@wordpress/i18n'

export interface CellGroup {
  key: string
  label: string
  cells: TimeCell[]
}

function partName(part: PartOfDay): string {
  switch (part) {
    case 'morning':
      return __('Morning', 'appointease')
    case 'afternoon':
      return __('Afternoon', 'appointease')
    case 'evening':
      return __('Evening', 'appointease')
  }
}

type Words = Pick<TimeCell, 'word' | 'sentence'>

function heldWords(label: string, left: number | null): Words {
  if (left === null) {
    return {
      word: __('Held', 'appointease'),
      /* translators: %s: a time of day. */
      sentence: sprintf(__('%s, held by somebody else at the moment', 'appointease'), label),
    }
  }
  const countdown = formatCountdown(left)
  return {
    /* translators: %s: minutes and seconds, such as "8:12". Very little room. */
    word: sprintf(__('Held %s', 'appointease'), countdown),
    sentence: sprintf(
      /* translators: 1: a time of day. 2: minutes and seconds, such as "8:12". */
      __('%1$s, held by somebody else, free again in %2$s unless booked', 'appointease'),
      label,
      countdown,
    ),
  }
}

function wordsFor({ state }: StartOption, label: string, now: number): Words {
  switch (state.kind) {
    case 'free':
      /* translators: %s: a time of day. */
      return { word: '', sentence: sprintf(__('%s, free', 'appointease'), label) }
    case 'looking':
      return {
        /* translators: somebody else points at this time. Very little room. */
        word: __('Being viewed', 'appointease'),
        /* translators: %s: a time of day. */
        sentence: sprintf(__('%s, free, somebody else is looking at it', 'appointease'), label),
      }
    case 'held':
      return heldWords(label, state.until === null ? null : state.until - now)
    case 'yours':
      return {
        /* translators: this time is held for the visitor. Very little room. */
        word: __('Yours', 'appointease'),
        /* translators: %s: a time of day. */
        sentence: sprintf(__('%s, held for you', 'appointease'), label),
      }
    case 'current':
      return {
        /* translators: the appointment that is being moved is at this time so far. Very little room. */
        word: __('As booked', 'appointease'),
        /* translators: %s: a time of day. */
        sentence: sprintf(__('%s, where your appointment is now', 'appointease'), label),
      }
    case 'taken':
      return {
        word: __('Taken', 'appointease'),
        /* translators: %s: a time of day. */
        sentence: sprintf(__('%s, taken', 'appointease'), label),
      }
  }
}

/**
 * A day's starts in words and groups. An hour that comes twice carries its offset, and the groups carry their dates
 * where any is not the business's.
 */
export function cellGroups(options: StartOption[], formats: Formats, zone: string, now: number): CellGroup[] {
  const labels = options.map(({ instant }) => formats.time(instant, zone))
  const twice = new Set(labels.filter((label, at) => labels.indexOf(label) !== at))
  const labelOf = (instant: number) => {
    const label = formats.time(instant, zone)
    return twice.has(label) ? `${label} (${formats.offset(instant, zone)})` : label
  }
  const groups = groupByPartOfDay(options, zone)
  const strays = groups.some(({ date, items }) => items.some(({ start }) => start.date !== date))
  return groups.map(({ key, date, part, items }) => ({
    key,
    label: strays ? `${partName(part)} · ${formats.day(date)}` : partName(part),
    cells: items.map((option) => {
      const label = labelOf(option.instant)
      return { id: option.start.start_utc, label, state: option.state.kind, ...wordsFor(option, label, now) }
    }),
  }))
}
