import { describe, expect, it } from 'vitest'
import type { Call } from './calls.ts'
import { checkHistory } from './checkHistory.ts'
import {
  book,
  cancel,
  failed,
  lock,
  look,
  move,
  refused,
  release,
  show,
  spot,
  stored,
  unknown,
} from './littleHistories.ts'
import type { StoredState } from './storedState.ts'

const ten = spot(2)
const half = spot(3)
const hour = spot(2, { service: 2 })
const group = spot(2, { service: 3 })

/** The rules that the history breaks, each once. */
const broken = (calls: readonly Call[], state: StoredState = stored()) => [
  ...new Set(checkHistory(calls, state).map(({ rule }) => rule)),
]

describe('I1 in a history', () => {
  it('is broken by two active appointments that overlap', () => {
    const state = stored({ id: 1, changes: [['a', ten]] }, { id: 2, changes: [['b', hour]] })
    const calls = [book('a', [0, 1], ten, unknown), book('b', [0, 1], hour, unknown)]
    expect(broken(calls, state)).toEqual(['I1'])
  })

  it('is broken by two that overlapped for a while, whatever became of them', () => {
    const calls = [book('a', [0, 1], ten, 1), book('b', [2, 3], ten, 2), cancel('c', [4, 5], 1, ten, 2)]
    const state = stored(
      {
        id: 1,
        changes: [
          ['a', ten],
          ['c', null],
        ],
      },
      { id: 2, changes: [['b', ten]] },
    )
    expect(broken(calls, state)).toEqual(['I1'])
  })

  it('is kept where one may have gone before the other came', () => {
    const calls = [book('a', [0, 1], ten, 1), cancel('c', [2, 9], 1, ten, 2), book('b', [3, 4], ten, 2)]
    const state = stored(
      {
        id: 1,
        changes: [
          ['a', ten],
          ['c', null],
        ],
      },
      { id: 2, changes: [['b', ten]] },
    )
    expect(broken(calls, state)).toEqual([])
  })

  it('lets as many share a group as it takes, and no more', () => {
    const persons = (many: number) => Array.from({ length: many }, (_, place) => `person${place}`)
    const lived = (many: number) =>
      broken(
        persons(many).map((name, place) => book(name, [place, place + 1], group, place)),
        stored(...persons(many).map((name, id) => ({ id, changes: [[name, group]] as const }))),
      )
    expect(lived(3)).toEqual([])
    expect(lived(4)).toEqual(['I1'])
  })
})

describe('I2 in a history', () => {
  it('is broken by an acknowledged booking that is not there', () => {
    expect(broken([book('a', [0, 1], ten, 1)])).toEqual(['I2'])
  })

  it('is broken by an acknowledged move or cancellation that is not there', () => {
    const state = stored({ id: 1, changes: [['a', ten]] })
    const made = book('a', [0, 1], ten, 1)
    expect(broken([made, move('b', [2, 3], 1, half, 2)], state)).toEqual(['I2'])
    expect(broken([made, cancel('b', [2, 3], 1, ten, 2)], state)).toEqual(['I2'])
  })

  it('is kept by a lost booking, whether it is there or not', () => {
    const lost = book('a', [0, 1], ten, unknown)
    expect(broken([lost])).toEqual([])
    expect(broken([lost], stored({ id: 1, changes: [['a', ten]] }))).toEqual([])
  })

  it('is broken by a change that nobody asked for', () => {
    expect(broken([], stored({ id: 1, changes: [['a', ten]] }))).toEqual(['I2'])
  })
})

describe('I3 in a history', () => {
  it('is broken by two locks that surely lived at one moment and collide', () => {
    expect(broken([lock('a', [0, 1], ten), lock('b', [2, 3], hour)])).toEqual(['I3'])
    expect(broken([lock('a', [0, 1], ten), lock('b', [2, 3], half)])).toEqual([])
  })

  it('is broken by a lock on time that was booked, and by a booking on time that was held', () => {
    const state = stored({ id: 1, changes: [['a', ten]] })
    expect(broken([book('a', [0, 1], ten, 1), lock('b', [2, 3], ten)], state)).toEqual(['I3'])
    expect(broken([lock('b', [0, 1], ten), book('a', [2, 3], ten, 1)], state)).toEqual(['I3'])
  })

  it('is kept where the first lock was released, used, moved, or is over', () => {
    const second = lock('b', [700_000, 700_001], ten)
    const state = stored({
      id: 1,
      changes: [
        ['r', ten],
        ['c', null],
      ],
    })
    const used = [
      book('r', [2, 3], ten, 1, { client: 'a', shown: 'a-token' }),
      cancel('c', [4, 5], 1, ten, 2),
    ]
    const first = lock('a', [0, 1], ten, { seconds: 1_700 })
    expect(broken([first, release('a', [2, 3], ten, 'a-token'), second])).toEqual([])
    expect(broken([first, ...used, second], state)).toEqual([])
    expect(broken([first, lock('a', [2, 3], half, { token: 'next' }), second])).toEqual([])
    expect(broken([lock('a', [0, 1], ten), second])).toEqual([])
    expect(broken([first, second])).toContain('I3')
  })

  it('is kept where the second came while the first may have been released', () => {
    const first = lock('a', [0, 1], ten)
    const second = lock('b', [3, 4], ten)
    expect(broken([first, release('a', [2, 9], ten, 'a-token'), second])).toEqual([])
    expect(broken([first, release('a', [2, 2.5], ten, 'a-token', unknown), second])).toEqual([])
    expect(broken([first, lock('a', [2, 2.5], half, { outcome: unknown }), second])).toEqual([])
  })

  it('is not said to be broken where a lost call of the same client may still take the lock elsewhere', () => {
    const lost = lock('a', [0, 1], half, { outcome: unknown })
    expect(broken([lost, lock('a', [2, 3], ten), lock('b', [4, 5], ten)])).toEqual([])
  })

  it('does not end a lock that somebody else, or another token, tried to release', () => {
    const first = lock('a', [0, 1], ten)
    const tried = [
      release('b', [2, 3], ten, 'a-token', refused('LOCK_NOT_OWNED')),
      release('a', [2, 3], ten, 'another', refused('LOCK_NOT_OWNED')),
    ]
    expect(broken([first, ...tried, lock('b', [4, 5], ten)])).toEqual(['I3'])
  })

  it('counts locks as seats of a group', () => {
    const seats = ['a', 'b', 'c'].map((client, place) => lock(client, [place, place + 1], group))
    expect(broken(seats)).toEqual([])
    expect(broken([...seats, lock('d', [8, 9], group)])).toEqual(['I3'])
  })

  it('is broken by a day that shows as free what somebody holds', () => {
    const held = lock('a', [0, 1], ten)
    expect(broken([held, look([2, 3])])).toEqual(['I3'])
    expect(broken([held, look([0.5, 3])])).toEqual([])
    expect(broken([held, look([2, 3], { locked: [ten] })])).toEqual([])
  })
})

describe('I4 in a history', () => {
  const first = lock('a', [0, 1], ten)

  it('is broken by whoever releases what another surely holds', () => {
    expect(broken([first, release('b', [2, 3], ten, 'a-token')])).toEqual(['I4'])
    expect(broken([first, release('b', [0.5, 3], ten, 'a-token')])).toEqual([])
  })

  it('is broken by a token that is not the lock’s', () => {
    expect(broken([first, release('a', [2, 3], ten, 'another')])).toEqual(['I4'])
    expect(broken([first, lock('a', [2, 3], half, { token: 'next', shown: 'another' })])).toEqual(['I4'])
  })

  it('is broken where the owner is refused', () => {
    expect(broken([first, release('a', [2, 3], ten, 'a-token', refused('LOCK_NOT_OWNED'))])).toEqual(['I4'])
    const renewed = lock('a', [2, 3], ten, { shown: 'a-token', outcome: refused('LOCK_NOT_OWNED') })
    expect(broken([first, renewed])).toEqual(['I4'])
  })

  it('is broken by a lock that is renewed beyond half an hour', () => {
    const minute = 60_000
    const renewals = (last: number) => [
      lock('a', [0, 1], ten, { token: 't0' }),
      ...[9, 18].map((at, place) =>
        lock('a', [at * minute, at * minute + 1], ten, { token: `t${place + 1}`, shown: `t${place}` }),
      ),
      lock('a', [27 * minute, 27 * minute + 1], ten, { token: 't3', shown: 't2', seconds: last }),
    ]
    expect(broken(renewals(180))).toEqual([])
    expect(broken(renewals(190))).toEqual(['I4'])
  })
})

describe('I5 in a history', () => {
  const first = lock('a', [0, 1], ten)
  const late = (outcome: 'SLOT_LOCKED' | 'SLOT_TAKEN', during: readonly [number, number] = [2, 3]) =>
    book('r', during, ten, refused(outcome), { client: 'a', shown: 'a-token' })
  const inTheWay = lock('b', [0, 1], ten, { outcome: unknown })

  it('is broken where the owner of a live lock is refused the slot', () => {
    expect(broken([first, inTheWay, late('SLOT_LOCKED')])).toEqual(['I5'])
    const renewed = lock('a', [2, 3], ten, { shown: 'a-token', outcome: refused('SLOT_LOCKED') })
    expect(broken([first, inTheWay, renewed])).toEqual(['I5'])
  })

  it('is kept where the lock may have been over, or not yet there', () => {
    expect(broken([first, inTheWay, late('SLOT_LOCKED', [598_000, 599_500])])).toEqual([])
    expect(broken([first, inTheWay, late('SLOT_LOCKED', [0.5, 3])])).toEqual([])
  })

  it('is kept where the owner may have ended the lock', () => {
    const ended = release('a', [1.2, 1.5], ten, 'a-token', unknown)
    expect(broken([first, inTheWay, ended, late('SLOT_LOCKED')])).toEqual([])
  })

  it('is broken where the retry of a lost booking is refused', () => {
    const lost = book('r', [1.2, 1.5], ten, unknown, { client: 'a', shown: 'a-token' })
    expect(broken([first, inTheWay, lost, late('SLOT_LOCKED')])).toEqual(['I5'])
  })
})

describe('I6 in a history', () => {
  it('is broken by two appointments of one request', () => {
    const state = stored({ id: 1, changes: [['a', ten]] }, { id: 2, changes: [['a', half]] })
    expect(broken([book('a', [0, 1], ten, unknown)], state)).toEqual(['I6'])
  })

  it('is broken by other bytes for the same key, and by a refusal after an answer', () => {
    const state = stored({ id: 1, changes: [['a', ten]] })
    const made = book('a', [0, 1], ten, 1)
    expect(broken([made, book('a', [2, 3], ten, 1)], state)).toEqual([])
    expect(broken([made, book('a', [2, 3], ten, 1, { text: 'different' })], state)).toEqual(['I6'])
    expect(broken([made, book('a', [2, 3], ten, refused('SLOT_TAKEN'))], state)).toEqual(['I6'])
    expect(broken([made, book('a', [0, 3], ten, refused('SLOT_TAKEN'))], state)).toEqual([])
  })

  it('is broken where what was refused, or said to be unwritten, was made', () => {
    const state = stored({ id: 1, changes: [['a', ten]] })
    expect(broken([book('a', [0, 1], ten, failed)], state)).toEqual(['I6'])
    expect(broken([book('a', [0, 1], ten, failed), book('a', [2, 3], ten, 1)], state)).toEqual([])
  })
})

describe('I7 in a history', () => {
  const made = book('a', [0, 1], ten, 1)

  it('is broken by a refused move that happened', () => {
    const state = stored({
      id: 1,
      changes: [
        ['a', ten],
        ['b', half],
      ],
    })
    const calls = [made, lock('x', [0, 1], half, { outcome: unknown })]
    expect(broken([...calls, move('b', [2, 3], 1, half, refused('SLOT_LOCKED'))], state)).toEqual(['I7'])
    expect(broken([...calls, move('b', [2, 3], 1, half, unknown)], state)).toEqual([])
  })

  it('is broken by an appointment that stands in its own way', () => {
    const state = stored({ id: 1, changes: [['a', hour]] })
    const calls = [book('a', [0, 1], hour, 1), move('b', [2, 3], 1, spot(3), refused('SLOT_TAKEN'))]
    expect(broken(calls, state)).toEqual(['I7'])
  })

  it('is broken by a history with a gap', () => {
    const state = stored({
      id: 1,
      changes: [
        ['a', ten],
        ['b', half],
      ],
    })
    const torn = { ...state, entries: state.entries.slice(0, 1), messages: state.messages.slice(0, 1) }
    expect(broken([made], torn)).toEqual(['I7'])
  })
})

describe('I8 in a history', () => {
  it('is broken by a refusal for which there is no reason', () => {
    expect(broken([book('a', [0, 1], ten, refused('SLOT_TAKEN'))])).toEqual(['I8'])
    expect(broken([lock('a', [0, 1], ten, { outcome: refused('SLOT_LOCKED') })])).toEqual(['I8'])
  })

  it('is broken by a lock that is in the way after it was released', () => {
    const calls = [lock('a', [0, 1], ten), release('a', [2, 3], ten, 'a-token')]
    const refusedAt = (...during: readonly [number, number]) => book('b', during, ten, refused('SLOT_LOCKED'))
    expect(broken([...calls, refusedAt(4, 5)])).toEqual(['I8'])
    expect(broken([...calls, refusedAt(2.5, 5)])).toEqual([])
  })

  it('is kept where a lost, a refused or an unfinished call may have had the time', () => {
    const late = book('b', [4, 5], ten, refused('SLOT_LOCKED'))
    expect(broken([lock('a', [0, 1], hour, { outcome: unknown }), late])).toEqual([])
    expect(broken([lock('a', [3, 6], hour, { outcome: refused('SLOT_LOCKED') }), late])).toEqual([])
    expect(broken([lock('a', [6, 7], hour, { outcome: unknown }), late])).toEqual(['I8'])
    expect(broken([book('c', [3, 4.5], ten, unknown), late])).toEqual([])
  })

  it('is broken by a refusal that comes after the last who may have had the time', () => {
    const state = stored({
      id: 1,
      changes: [
        ['a', ten],
        ['c', null],
      ],
    })
    const calls = [book('a', [0, 1], ten, 1), cancel('c', [2, 3], 1, ten, 2)]
    expect(broken([...calls, book('b', [2.5, 5], ten, refused('SLOT_TAKEN'))], state)).toEqual([])
    expect(broken([...calls, book('b', [4, 5], ten, refused('SLOT_TAKEN'))], state)).toEqual(['I8'])
  })

  it('counts the seats of a group', () => {
    const persons = ['a', 'b', 'c']
    const made = persons.map((name, id) => book(name, [id, id + 1], group, id))
    const state = stored(...persons.map((name, id) => ({ id, changes: [[name, group]] as const })))
    const late = book('d', [8, 9], group, refused('SLOT_TAKEN'))
    expect(broken([...made, late], state)).toEqual([])
    const fewer = stored(
      ...persons.slice(1).map((name, id) => ({ id: id + 1, changes: [[name, group]] as const })),
    )
    expect(broken([...made.slice(1), late], fewer)).toEqual(['I8'])
  })

  it('is broken by a day that shows the past', () => {
    const state = stored({ id: 1, changes: [['a', ten]] })
    const made = book('a', [0, 1], ten, 1)
    expect(broken([made, look([2, 3])], state)).toEqual(['I8'])
    expect(broken([made, look([2, 3], { booked: [ten] })], state)).toEqual([])
    expect(broken([made, look([0.5, 3])], state)).toEqual([])
    expect(broken([look([2, 3], { booked: [half] })])).toEqual(['I8'])
  })

  it('is broken by a day that shows what is longer past than it may be', () => {
    const state = stored({ id: 1, changes: [['a', ten]] })
    const calls = [book('a', [0, 1], ten, 1), look([2, 3])]
    expect(checkHistory(calls, state, { lateMilliseconds: 2 })).toEqual([])
    expect(checkHistory(calls, state, { lateMilliseconds: 0.5 }).map(({ rule }) => rule)).toEqual(['I8'])
  })

  it('is broken by an appointment that is shown as it was', () => {
    const state = stored({
      id: 1,
      changes: [
        ['a', ten],
        ['b', half],
      ],
    })
    const calls = [book('a', [0, 1], ten, 1), move('b', [2, 3], 1, half, 2)]
    expect(broken([...calls, show([4, 5], 1, 1, ten)], state)).toEqual(['I8'])
    expect(broken([...calls, show([2.5, 5], 1, 1, ten)], state)).toEqual([])
    expect(broken([...calls, show([4, 5], 1, 2, half)], state)).toEqual([])
  })

  it('is broken where cancelling again says something else', () => {
    const state = stored({
      id: 1,
      changes: [
        ['a', ten],
        ['c', null],
      ],
    })
    const calls = [book('a', [0, 1], ten, 1), cancel('c', [2, 3], 1, ten, 2)]
    expect(broken([...calls, cancel('d', [4, 5], 1, ten, 2)], state)).toEqual([])
    expect(broken([...calls, cancel('d', [4, 5], 1, ten, 2, 'gone')], state)).toEqual(['I8'])
  })

  it('is broken where a version is called stale that is not', () => {
    const state = stored({ id: 1, changes: [['a', ten]] })
    const calls = [book('a', [0, 1], ten, 1)]
    const moved = (version: number) => move('b', [2, 3], 1, half, refused('STALE_VERSION'), { version })
    expect(broken([...calls, moved(1)], state)).toEqual(['I8'])
    expect(broken([...calls, moved(2)], state)).toEqual([])
  })
})

describe('I10 in a history', () => {
  it('is broken by a message that is missing, or there once more', () => {
    const state = stored({ id: 1, changes: [['a', ten]] })
    const calls = [book('a', [0, 1], ten, 1)]
    expect(broken(calls, { ...state, messages: [] })).toEqual(['I10'])
    expect(
      broken(calls, { ...state, messages: [...state.messages, 'appointment-APT-2026-1-v1-again'] }),
    ).toEqual(['I10'])
  })
})

describe('an answer', () => {
  it('is a good one, a refusal that the rules know, or says that nothing was written', () => {
    const state = stored({ id: 1, changes: [['a', ten]] })
    const calls = [book('a', [0, 1], ten, 1)]
    const fault = { is: 'unknown', why: '500 internal_server_error', status: 500 } as const
    expect(broken([...calls, book('b', [2, 3], half, fault)], state)).toEqual(['answers'])
    expect(broken([...calls, cancel('b', [2, 3], 1, ten, refused('NOT_FOUND'))], state)).toEqual(['answers'])
    const busy = { is: 'failed', why: '503 SERVER_BUSY' } as const
    expect(broken([...calls, book('b', [2, 3], half, busy)], state)).toEqual(['answers'])
    expect(broken([...calls, { ...look([2, 3]), outcome: busy }], state)).toEqual([])
    expect(broken([...calls, book('b', [2, 3], half, failed)], state)).toEqual([])
  })
})
