import type { Page } from 'playwright-core'
import type { Hand } from './hands.ts'
import type { House } from './house.ts'

export const PERSON = {
  name: 'Ada Lovelace',
  email: 'ada@example.com',
  phone: '+44 20 7946 0000',
  notes: 'I come by bicycle.',
}

export const TUESDAY = /Tuesday,? 24 November 2026/

export const HEADINGS = {
  service: 'Choose a service',
  employee: 'Choose who to see',
  date: 'Choose a day',
  time: 'Choose a time',
  details: 'Your details',
  review: 'Check and confirm',
  confirmed: 'You are booked',
} as const

export type Step = keyof typeof HEADINGS

export const heading = (page: Page, step: Step) =>
  page.getByRole('heading', { name: HEADINGS[step], exact: true })

export const startOf = (time: string) => new RegExp(`^${time},`)

type Act = (hand: Hand, house: House) => Promise<void>

/** What is answered on a step, and what leads on where the answer itself does not. */
const deeds: Record<Exclude<Step, 'confirmed'>, { readonly answer: Act; readonly leadOn?: Act }> = {
  service: { answer: (hand) => hand.choose('Consultation') },
  employee: { answer: (hand) => hand.choose('Sarah Johnson') },
  date: { answer: (hand) => hand.pickDay(TUESDAY) },
  time: {
    answer: (hand) => hand.pickTime(startOf('10:00')),
    leadOn: (hand) => hand.press('Continue with 10:00'),
  },
  details: {
    async answer(hand) {
      await hand.fill('Name', PERSON.name)
      await hand.fill('E-mail', PERSON.email)
      await hand.fill('Telephone', PERSON.phone)
      await hand.fill('Anything we should know?', PERSON.notes)
    },
    leadOn: (hand) => hand.press('Continue'),
  },
  review: { answer: async (hand, house) => hand.fill('Code', await house.codeFor(PERSON.email)) },
}

const STEPS = Object.keys(HEADINGS) as Step[]

interface Walk {
  readonly page: Page
  readonly hand: Hand
  readonly house: House
  /** Default: the first. */
  readonly from?: Step
  readonly to: Step
  /** Looks around on every step, the last too. */
  readonly onStep?: (step: Step) => Promise<void>
  /** Looks around once a step is answered and before it is left by its button. */
  readonly onAnswered?: (step: Step) => Promise<void>
}

/** Goes from step to step like somebody who knows what they want, and stops on arriving at `to`. */
export async function walk({
  page,
  hand,
  house,
  from = 'service',
  to,
  onStep,
  onAnswered,
}: Walk): Promise<void> {
  for (const step of STEPS.slice(STEPS.indexOf(from), STEPS.indexOf(to) + 1)) {
    await heading(page, step).waitFor()
    await onStep?.(step)
    if (step === to || step === 'confirmed') return
    const { answer, leadOn } = deeds[step]
    await answer(hand, house)
    if (!leadOn) continue
    await onAnswered?.(step)
    await leadOn(hand, house)
  }
}
