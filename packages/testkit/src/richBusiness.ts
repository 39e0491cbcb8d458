import { minutes, plus } from '@appointease/domain'
import {
  aCalendarEntry,
  aLock,
  aMessage,
  anEmailTemplate,
  anEmployee,
  anEndpoint,
  anEvent,
  aSelection,
  aService,
  date,
  MONDAY,
  someSettings,
  TUESDAY_TEN,
  zone,
} from './builders.ts'
import { book, booked, change, commit, type StorageUnderTest } from './storage/harness.ts'

/** What a text may be, and what a careless copy loses: other alphabets, quotes, spaces at the ends, what looks like nothing. */
const TEXTS = ['O\'Brien \\ "x"', ' Zoë  ', 'ЖД 日本 👩🏽‍🦰', '', 'NULL', '0', 'line\r\nline\ttab', '%_;--']

const at = (offsetMinutes: number) => plus(TUESDAY_TEN, minutes(offsetMinutes))

/**
 * Something in every table of an empty database, of every kind that there is: appointments in every state, a group
 * that is larger than its service now lets it be, marked collisions, ids that are gone, live and expired transients.
 */
export async function fillRichly(present: StorageUnderTest): Promise<void> {
  await fillCatalog(present)
  await fillAppointments(present)
  await fillPeople(present)
  await fillMessages(present)
  await fillWebhooks(present)
  await fillCalendars(present)
}

async function fillCalendars({ calendars }: StorageUnderTest): Promise<void> {
  for (const [index, text] of TEXTS.entries())
    await calendars.connect(
      {
        employeeId: index + 1,
        url: `https://dav.example/${index}/`,
        user: text,
        sealedPassword: 'sealed',
        readsBusy: index % 2 === 0,
        writesAppointments: index % 3 === 0,
      },
      MONDAY,
    )
  const read = { employeeId: 1, token: 'read', until: at(0) }
  await calendars.claim(read, MONDAY)
  const busyTimes = [{ start: at(-60), end: at(7) }]
  await calendars.saveReading(read, { mark: 'mark', checkedAt: MONDAY, problem: TEXTS[0] ?? '', busyTimes })
  const failed = { employeeId: 2, token: 'failed', until: at(0) }
  await calendars.claim(failed, MONDAY)
  await calendars.saveFailure(failed, { problem: 'not there', dueAt: at(5) })
  await calendars.claim({ employeeId: 3, token: 'held', until: at(0) }, MONDAY)
  await calendars.saveEntry(aCalendarEntry())
  await calendars.saveEntry(
    aCalendarEntry({ appointmentId: 2, conflict: 'edited', conflictAt: MONDAY, isForced: true }),
  )
}

async function fillCatalog({ storage: { catalog } }: StorageUnderTest): Promise<void> {
  await catalog.saveSettings(someSettings({ businessName: TEXTS[2] ?? '', currency: 'JPY' }))
  await catalog.saveService(aService())
  await catalog.saveService(aService({ name: TEXTS[0] ?? '', capacity: 3, slotStepMinutes: 15 }))
  const inactive = aService({ active: false, bufferBeforeMinutes: 10, requiresApproval: true })
  await catalog.saveService({ ...inactive, id: 40 })
  const timeOff = [{ startDate: date('2026-12-01'), endDate: date('2026-12-02') }]
  await catalog.saveEmployee(anEmployee({ timeOff }))
  await catalog.saveEmployee(anEmployee({ name: TEXTS[1] ?? '', active: false, priority: -2 }))
}

async function fillAppointments({ storage, runSql, tablePrefix }: StorageUnderTest): Promise<void> {
  const table = `${tablePrefix}appointments`
  for (const [index, text] of TEXTS.entries())
    await book(storage, {
      start: at(60 * index),
      name: text,
      notes: text,
      fields: { [`q ${text}`]: text },
      customerTimeZone: 'Asia/Kolkata',
      timeZone: zone('America/New_York'),
    })
  const moved = await booked(storage, { start: at(-120), bufferAfterMinutes: 10, email: 'bo@example.com' })
  const slot = { start: at(-180), end: at(-150) }
  await change(storage, { ...moved, slot, occupied: { start: slot.start, end: at(-145) } })
  const gone = await booked(storage, { start: at(-300) })
  await change(storage, { ...gone, status: 'cancelled' })
  await booked(storage, { start: at(-1440), status: 'pending' })
  await booked(storage, { start: at(-1380), status: 'completed', serviceId: 9, employeeId: 9 })
  await booked(storage, { start: at(-1320), status: 'no_show' })

  // Three persons in one group slot, of which the owner then allows one.
  for (let person = 0; person < 3; person += 1) await booked(storage, { serviceId: 2, employeeId: 7 })
  await storage.catalog.saveService({ ...aService({ capacity: 1 }), id: 2 })

  // Two that were taken over although they overlap: before and after the one that they overlap.
  const overlapping = await booked(storage, { start: at(15), employeeId: 8 })
  await runSql(`UPDATE ${table} SET status = 'cancelled' WHERE id = ?`, [overlapping.id])
  await booked(storage, { employeeId: 8 })
  const another = await booked(storage, { start: at(-15), employeeId: 11 })
  for (const id of [overlapping.id, another.id])
    await runSql(
      `UPDATE ${table}
       SET unresolved_collision = 1, employee_id = 8, status = 'confirmed', former_reference = 'APT-2021-000007'
       WHERE id = ?`,
      [id],
    )

  await storage.change<undefined, never>([moved.employeeId], async (tx) => {
    for (const id of [moved.id, gone.id, moved.id]) await tx.manageLinks.beginGeneration(id)
    return { ok: true, value: undefined }
  })

  const last = await booked(storage, { employeeId: 10 })
  await runSql(`DELETE FROM ${table} WHERE id = ?`, [last.id])
}

async function fillPeople({ storage, ephemeral, epochs, connections }: StorageUnderTest): Promise<void> {
  for (const [index, text] of TEXTS.entries())
    await storage.customers.saveCustomer(
      { email: `Person${index}@example.com `, name: text, phone: text },
      true,
    )
  await storage.sessions.putSession({
    tokenFingerprint: 'Aa'.repeat(32),
    email: 'ada@example.com',
    createdAt: MONDAY,
    expiresAt: plus(MONDAY, minutes(1440)),
  })
  await commit(storage, async (tx) => {
    await tx.codes.putCode({
      emailFingerprint: 'ee'.repeat(32),
      codeFingerprint: 'ff'.repeat(32),
      triesLeft: 4,
      issuedAt: MONDAY,
      expiresAt: plus(MONDAY, minutes(10)),
    })
    await tx.locks.putLock(aLock({ owner: 'v_AbCdEf-_09' }))
    await tx.locks.putLock(aLock({ owner: 'v_gone000000', employeeId: 2, expiresAt: plus(MONDAY, 1) }))
    await tx.idempotency.saveReply({
      scope: 'scope-1',
      bodyFingerprint: 'bb'.repeat(32),
      appointmentId: 1,
      reply: JSON.stringify(TEXTS),
      createdAt: MONDAY,
    })
  })
  await ephemeral.putSelection(aSelection())
  await connections.saveRedis('sealed')
  // True of this place only: it stays behind.
  await epochs.report({
    id: 'process-1',
    acknowledged: 0,
    reaches: '',
    secretMark: '',
    leaseMilliseconds: 1000,
  })
  await epochs.enterRedis(0, { id: 'epoch-1', target: 'servers', restMilliseconds: 0 }, async () => {})
  await ephemeral.countEvent('selection_2001:db8::/64', 5, 60, MONDAY)
}

async function fillMessages({
  storage: { outbox, emailTemplates, reminders },
}: StorageUnderTest): Promise<void> {
  for (const who of ['zoë@example.com', 'ada@example.com']) await reminders.refuse(who, MONDAY)
  const texts = TEXTS.join('\n')
  await emailTemplates.saveTemplate(anEmailTemplate({ locale: 'ar' }))
  await emailTemplates.removeTemplate('confirmation', 'ar')
  await emailTemplates.saveTemplate(anEmailTemplate({ subject: texts, body: texts }))
  await emailTemplates.saveTemplate(
    anEmailTemplate({ name: 'reminder', body: '{{#unclosed}}', active: false }),
  )
  for (const messageKey of ['sent', 'dead', 'leased', 'failed', 'later', 'last'])
    await outbox.addMessage(aMessage({ messageKey, payload: JSON.stringify(TEXTS), discardAt: at(0) }))
  const claimed = await outbox.claimDue(MONDAY, 60, 4)
  const [sent, dead, , failed] = claimed
  if (!sent || !dead || !failed) throw new Error('Four messages were due.')
  await outbox.markDone(sent.id, 'sent', MONDAY)
  await outbox.markDead(dead.id, 'refused', MONDAY)
  await outbox.markFailed(failed.id, 'not now', at(5))
  await outbox.addMessage(aMessage({ messageKey: 'without an end' }))
}

async function fillWebhooks({ storage }: StorageUnderTest): Promise<void> {
  const { webhooks, calendarFeeds } = storage
  const gone = await webhooks.addEndpoint(anEndpoint())
  await webhooks.addEndpoint(anEndpoint({ url: 'http://127.0.0.1:8000/ü', allowsPrivate: true }))
  await webhooks.addEndpoint(anEndpoint({ events: ['appointment.no_show'], sealedSecret: TEXTS[0] ?? '' }))
  await webhooks.removeEndpoint(gone)
  for (const [index, text] of TEXTS.entries())
    await commit(storage, (tx) =>
      tx.webhooks.addEvent(anEvent({ eventId: `${index} ${text}`, body: JSON.stringify(text) })),
    )
  const outcomes = [{ kind: 'delivered' }, { kind: 'dead' }, { kind: 'waiting', dueAt: at(60) }] as const
  for (const [turn, after] of outcomes.entries())
    for (const claimed of await webhooks.claimDue(at(turn), 60, 9))
      await webhooks.recordAttempt(
        claimed,
        {
          at: at(turn),
          durationMilliseconds: turn,
          httpStatus: turn === 0 ? 200 : undefined,
          error: TEXTS[turn] ?? '',
        },
        after,
      )
  await webhooks.claimDue(at(9), 60, 9)
  await calendarFeeds.addFeed({ tokenFingerprint: 'cc'.repeat(32), employeeId: 2, createdAt: MONDAY })
  await calendarFeeds.addFeed({ tokenFingerprint: 'dd'.repeat(32), employeeId: undefined, createdAt: MONDAY })
}
