/** What the original's tables are like in one of its versions. */
export interface Shape {
  readonly name: string
  /** After the columns. */
  readonly suffix: string
  readonly id: string
  readonly text: string
  /** Of tables and columns by name; what is not here, this version does not have. */
  readonly tables: Readonly<Record<string, readonly string[]>>
}

const EVERY_TABLE = {
  appointments: [
    'id',
    'name',
    'email',
    'phone',
    'appointment_date',
    'status',
    'service_id',
    'employee_id',
    'customer_id',
    'notes',
    'payment_status',
    'total_amount',
    'strong_id',
    'idempotency_key',
    'created_at',
    'rescheduled_at',
    'original_date',
  ],
  appointease_services: [
    'id',
    'name',
    'description',
    'duration',
    'price',
    'category_id',
    'capacity',
    'advance_booking_days',
  ],
  appointease_staff: ['id', 'name', 'email', 'phone', 'working_hours'],
  appointease_categories: ['id', 'name', 'description', 'color'],
  appointease_availability: ['staff_id', 'day_of_week', 'start_time', 'end_time', 'is_available'],
  appointease_timeoff: ['staff_id', 'start_date', 'end_date', 'reason'],
  appointease_customers: ['id', 'name', 'email', 'phone', 'notes'],
  appointease_email_templates: ['name', 'subject', 'body', 'type', 'is_active'],
  appointease_blackout_dates: ['start_date', 'end_date', 'reason'],
  appointease_slot_locks: ['slot_key', 'owner', 'expires_at'],
  options: ['option_id', 'option_name', 'option_value', 'autoload'],
}

export const SHAPES: readonly Shape[] = [
  {
    name: 'its last version',
    suffix: 'ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci',
    id: 'BIGINT UNSIGNED',
    text: 'TEXT NULL',
    tables: EVERY_TABLE,
  },
  {
    name: 'a version with MyISAM and latin1',
    suffix: 'ENGINE = MyISAM DEFAULT CHARACTER SET latin1',
    id: 'MEDIUMINT(9)',
    text: 'VARCHAR(255) NULL',
    tables: {
      ...EVERY_TABLE,
      appointments: EVERY_TABLE.appointments.filter((column) => column !== 'idempotency_key'),
      appointease_services: ['id', 'name', 'duration', 'price', 'category_id'],
    },
  },
  {
    name: 'its first version',
    suffix: 'ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb3',
    id: 'INT',
    text: 'VARCHAR(255) NULL',
    tables: {
      appointments: [
        'id',
        'name',
        'email',
        'phone',
        'appointment_date',
        'status',
        'service_id',
        'employee_id',
      ],
      appointease_services: ['id', 'name', 'duration', 'price'],
      appointease_staff: ['id', 'name', 'email'],
    },
  },
]

/** Where a column is no text. Some are as careless as such tables are: keys beside the point, and NOT NULL without need. */
const TYPES: Readonly<Record<string, string>> = {
  appointment_date: 'DATETIME NULL',
  created_at: 'TIMESTAMP NULL DEFAULT NULL',
  rescheduled_at: 'DATETIME NULL',
  original_date: 'DATETIME NULL',
  status: "VARCHAR(20) NULL DEFAULT 'confirmed'",
  total_amount: 'DECIMAL(10,2) NULL',
  price: 'DECIMAL(10,2) NOT NULL DEFAULT 0',
  duration: 'INT NULL',
  capacity: 'INT NULL DEFAULT 1',
  advance_booking_days: 'INT NULL',
  service_id: 'INT NULL',
  employee_id: 'INT NULL',
  customer_id: 'INT NOT NULL',
  category_id: 'INT NULL',
  staff_id: 'INT NOT NULL',
  day_of_week: 'TINYINT NOT NULL',
  start_time: 'TIME NOT NULL',
  end_time: 'TIME NOT NULL',
  is_available: 'TINYINT(1) NOT NULL DEFAULT 1',
  start_date: 'DATE NULL',
  end_date: 'DATE NULL',
  expires_at: 'DATETIME NOT NULL',
  working_hours: 'LONGTEXT NULL',
  body: 'LONGTEXT NULL',
  option_id: 'BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY',
  option_name: "VARCHAR(191) NOT NULL DEFAULT '' UNIQUE",
  option_value: 'LONGTEXT NOT NULL',
  autoload: "VARCHAR(20) NOT NULL DEFAULT 'yes'",
}

/** WordPress's own table is InnoDB in each of them: on another engine the server says what is to be done first. */
export function createStatement(shape: Shape, table: string, prefix: string): string {
  const columns = shape.tables[table] ?? []
  const definitions = columns.map((column) => {
    if (column === 'id') return `id ${shape.id} NOT NULL AUTO_INCREMENT PRIMARY KEY`
    return `${column} ${TYPES[column] ?? shape.text}`
  })
  if (table === 'appointments') definitions.push('KEY employee_date (employee_id, appointment_date)')
  const suffix = table === 'options' ? 'ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4' : shape.suffix
  return `CREATE TABLE ${prefix}${table} (${definitions.join(', ')}) ${suffix}`
}
