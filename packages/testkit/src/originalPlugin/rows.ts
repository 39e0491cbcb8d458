import { seededNumbers } from '../seededRandomness.ts'

export type Value = string | number | null
export type OriginalRow = Readonly<Record<string, Value>>

/** The zone that the site keeps: clocks go forward on 8 March 2026 at 2:00 and back on 1 November 2026 at 2:00. */
export const SITE_ZONE = 'America/New_York'

const ZERO = '0000-00-00 00:00:00'

/** The catalog, with everything that was never checked. */
export const CATALOG_ROWS: Readonly<Record<string, readonly OriginalRow[]>> = {
  options: [
    { option_name: 'timezone_string', option_value: SITE_ZONE },
    { option_name: 'gmt_offset', option_value: '0' },
    { option_name: 'blogname', option_value: 'Café Noir &amp; Söhne' },
  ],
  appointease_categories: [
    { id: 1, name: 'Hair', description: '', color: '#fff' },
    { id: 2, name: 'Beard', description: null, color: null },
  ],
  appointease_services: [
    {
      id: 1,
      name: 'Cut',
      description: 'Short',
      duration: 30,
      price: '25.00',
      category_id: 1,
      capacity: 1,
      advance_booking_days: 30,
    },
    {
      id: 2,
      name: 'Colour é',
      description: null,
      duration: 50,
      price: '40.50',
      category_id: 1,
      capacity: 1,
      advance_booking_days: 90,
    },
    {
      id: 3,
      name: 'Class',
      description: '',
      duration: 60,
      price: '12.00',
      category_id: 7,
      capacity: 3,
      advance_booking_days: null,
    },
    {
      id: 5,
      name: 'Trim',
      description: '',
      duration: 7,
      price: '0.00',
      category_id: 2,
      capacity: null,
      advance_booking_days: 30,
    },
    {
      id: 9,
      name: null,
      description: null,
      duration: null,
      price: '5.00',
      category_id: null,
      capacity: 0,
      advance_booking_days: 0,
    },
    {
      id: 12,
      name: 'Retreat',
      description: '',
      duration: 100000,
      price: '999.99',
      category_id: 1,
      capacity: 1,
      advance_booking_days: 365,
    },
  ],
  appointease_staff: [
    {
      id: 1,
      name: 'Ann',
      email: 'Ann@Example.com',
      phone: '1',
      working_hours: '{"mon":["09:00","17:00"],"tue":["09:00","17:00"],"sat":[]}',
    },
    { id: 2, name: 'Ben', email: null, phone: null, working_hours: null },
    {
      id: 3,
      name: 'Cleo',
      email: '',
      phone: '',
      working_hours: '{"monday":[["9:00","12:00"],["13:00","24:00"]],"fri":{"start":"22:00","end":"02:00"}}',
    },
    { id: 6, name: 'Dan', email: 'dan@example.com', phone: '', working_hours: '{"mon":["09:00"' },
  ],
  appointease_availability: [
    { staff_id: 2, day_of_week: 1, start_time: '08:00:00', end_time: '12:00:00', is_available: 1 },
    { staff_id: 2, day_of_week: 1, start_time: '13:00:00', end_time: '16:30:00', is_available: 1 },
    { staff_id: 2, day_of_week: 0, start_time: '10:00:00', end_time: '12:00:00', is_available: 1 },
    { staff_id: 2, day_of_week: 3, start_time: '08:00:00', end_time: '12:00:00', is_available: 0 },
    { staff_id: 2, day_of_week: 9, start_time: '08:00:00', end_time: '12:00:00', is_available: 1 },
    { staff_id: 77, day_of_week: 2, start_time: '08:00:00', end_time: '12:00:00', is_available: 1 },
  ],
  appointease_timeoff: [
    { staff_id: 1, start_date: '2026-07-01', end_date: '2026-07-14', reason: 'Holiday' },
    { staff_id: 1, start_date: '2026-09-09', end_date: '2026-09-02', reason: 'Turned round' },
    { staff_id: 3, start_date: '2026-08-01', end_date: null, reason: null },
    { staff_id: 3, start_date: '0000-00-00', end_date: '2026-08-01', reason: '' },
    { staff_id: 77, start_date: '2026-07-01', end_date: '2026-07-02', reason: 'Nobody' },
  ],
  appointease_blackout_dates: [
    { start_date: '2026-12-24', end_date: '2026-12-26', reason: 'Christmas' },
    { start_date: '2027-01-01', end_date: null, reason: 'New Year' },
    { start_date: null, end_date: null, reason: 'Nothing' },
  ],
  appointease_customers: [
    { id: 1, name: 'Ada', email: 'ada@example.com', phone: '', notes: 'prefers tea' },
    { id: 2, name: 'Ada L.', email: ' ADA@Example.com', phone: '555', notes: '' },
    { id: 4, name: 'No address', email: null, phone: '556', notes: null },
    { id: 5, name: 'Émile', email: 'emile@example.com', phone: '5'.repeat(70), notes: null },
    { id: 8, name: 'Not one', email: 'somewhere', phone: '', notes: '' },
  ],
  appointease_email_templates: [
    { name: 'confirmation', subject: 'Hello', body: '<p>{{name}}</p>', type: 'html', is_active: '1' },
  ],
  appointease_slot_locks: [{ slot_key: '2026-04-01_1_10:00', owner: 'x', expires_at: '2026-04-01 09:00:00' }],
}

const A_ROW: OriginalRow = {
  name: 'Ada',
  email: 'ada@example.com',
  phone: '555',
  appointment_date: '2026-05-04 10:00:00',
  status: 'confirmed',
  service_id: 1,
  employee_id: 1,
  customer_id: 1,
  notes: '',
  payment_status: 'pending',
  total_amount: null,
  strong_id: null,
  idempotency_key: null,
  created_at: '2026-02-01 12:00:00',
  rescheduled_at: null,
  original_date: null,
}

/** One row for each oddity, each on a day of its own unless it is to collide. What a test needs to find is in `notes`. */
const ODDITIES: readonly OriginalRow[] = [
  { notes: 'zero date', appointment_date: ZERO },
  { notes: 'no date', appointment_date: null },
  { notes: 'off the grid', appointment_date: '2026-05-05 10:07:30' },
  { notes: 'in the gap', appointment_date: '2026-03-08 02:30:00' },
  { notes: 'twice', appointment_date: '2026-11-01 01:30:00', status: 'created' },
  { notes: 'unknown status', appointment_date: '2026-05-06 10:00:00', status: 'maybe' },
  { notes: 'no status', appointment_date: '2026-05-06 12:00:00', status: null },
  { notes: 'loud status', appointment_date: '2026-05-06 14:00:00', status: ' Cancelled' },
  { notes: 'nobody', appointment_date: '2026-05-07 10:00:00', employee_id: null },
  { notes: 'nobody too', appointment_date: '2026-05-07 10:00:00', employee_id: 0 },
  { notes: 'gone employee', appointment_date: '2026-05-07 10:00:00', employee_id: 99 },
  { notes: 'gone service', appointment_date: '2026-05-08 10:00:00', service_id: 98 },
  { notes: 'no service', appointment_date: '2026-05-08 12:00:00', service_id: null },
  { notes: 'two days and more', appointment_date: '2026-05-09 10:02:00', service_id: 12 },
  { notes: 'seven minutes', appointment_date: '2026-05-12 10:00:00', service_id: 5 },
  {
    notes: 'moved',
    appointment_date: '2026-05-13 10:00:00',
    status: 'rescheduled',
    original_date: '2026-05-12 15:00:00',
    rescheduled_at: '2026-04-01 09:00:00',
  },
  {
    notes: 'moved from nowhere',
    appointment_date: '2026-05-13 12:00:00',
    status: 'rescheduled',
    original_date: ZERO,
  },
  {
    notes: 'moved and confirmed',
    appointment_date: '2026-05-13 14:00:00',
    original_date: '2026-05-11 15:00:00',
    rescheduled_at: '2026-04-02 09:00:00',
  },
  { notes: 'shared reference', appointment_date: '2026-05-14 10:00:00', strong_id: 'APT-2026-000001' },
  {
    notes: 'shared reference of another',
    appointment_date: '2026-05-14 12:00:00',
    strong_id: 'APT-2026-000001',
    email: 'Bo@Example.com ',
  },
  {
    notes: 'shared reference once more',
    appointment_date: '2026-05-14 14:00:00',
    strong_id: 'APT-2026-000001',
  },
  { notes: 'loud address', appointment_date: '2026-05-15 10:00:00', email: ' ADA@EXAMPLE.COM' },
  { notes: 'no address', appointment_date: '2026-05-15 12:00:00', email: null, name: null, phone: null },
  { notes: 'paid', appointment_date: '2026-05-18 10:00:00', total_amount: '99.99', payment_status: 'paid' },
  { notes: 'free', appointment_date: '2026-05-18 12:00:00', total_amount: '0.00' },
  { notes: 'paid back', appointment_date: '2026-05-18 14:00:00', total_amount: '-10.00' },
  { notes: 'long phone', appointment_date: '2026-05-19 10:00:00', phone: '0123456789'.repeat(10) },
  { notes: 'no making', appointment_date: '2026-05-19 12:00:00', created_at: ZERO },
  {
    notes: 'collides, made second',
    appointment_date: '2026-05-20 10:15:00',
    created_at: '2026-02-03 12:00:00',
  },
  {
    notes: 'collides, made first',
    appointment_date: '2026-05-20 10:00:00',
    created_at: '2026-02-02 12:00:00',
  },
  {
    notes: 'collides with the second only',
    appointment_date: '2026-05-20 10:30:00',
    created_at: '2026-02-04 12:00:00',
  },
  { notes: 'collides, cancelled', appointment_date: '2026-05-20 10:00:00', status: 'cancelled' },
  { notes: 'class, first', appointment_date: '2026-05-21 10:00:00', service_id: 3 },
  { notes: 'class, second', appointment_date: '2026-05-21 10:00:00', service_id: 3 },
  { notes: 'class, third', appointment_date: '2026-05-21 10:00:00', service_id: 3 },
  { notes: 'class, one too many', appointment_date: '2026-05-21 10:00:00', service_id: 3 },
  { notes: 'class, later', appointment_date: '2026-05-21 10:30:00', service_id: 3 },
]

const STATUSES = ['created', 'confirmed', 'confirmed', 'confirmed', 'cancelled', 'rescheduled', 'completed']
const two = (part: number) => String(part).padStart(2, '0')

/** Between June and August of 2026, on the quarter of an hour, as carelessly as the original let them in. */
function ordinaryRow(next: () => number, number: number): OriginalRow {
  const pick = <Choice>(choices: readonly Choice[]): Choice =>
    choices[Math.floor(next() * choices.length)] as Choice
  const date = () =>
    `2026-${two(6 + Math.floor(next() * 3))}-${two(1 + Math.floor(next() * 28))} ${two(9 + Math.floor(next() * 8))}:${pick(['00', '15', '30', '45'])}:00`
  const status = pick(STATUSES)
  const isMoved = status === 'rescheduled'
  return {
    ...A_ROW,
    name: `Person ${number % 40}`,
    email: `${pick(['person', 'Person', ' person'])}${number % 40}@example.com`,
    appointment_date: date(),
    status,
    service_id: pick([1, 2, 3, 5, 9]),
    employee_id: pick([1, 2, 3, 6]),
    total_amount: pick([null, '25.00', '33.33']),
    strong_id: next() < 0.8 ? `APT-2026-${String(100_000 + number)}` : null,
    idempotency_key: `key-${number}`,
    created_at: `2026-03-${two(1 + Math.floor(next() * 28))} ${two(9 + Math.floor(next() * 8))}:00:00`,
    rescheduled_at: isMoved ? '2026-05-30 11:00:00' : null,
    original_date: isMoved ? date() : null,
  }
}

/** With ids that are not without gaps. Dates are on the site's clock, `created_at` in UTC. */
export function appointmentRows(seed: number, ordinary: number): OriginalRow[] {
  const next = seededNumbers(seed)
  const odd = ODDITIES.map((oddity) => ({ ...A_ROW, ...oddity }))
  const others = Array.from({ length: ordinary }, (_, number) => ordinaryRow(next, number))
  let id = 0
  return [...others.slice(0, ordinary / 2), ...odd, ...others.slice(ordinary / 2)].map((row) => {
    id += next() < 0.1 ? 3 : 1
    return { id, ...row }
  })
}
