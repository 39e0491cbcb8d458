import { instantOf } from '@appointease/domain'
import { anEmailTemplate, someSettings, zone } from '@appointease/testkit/builders.ts'
import { describe, expect, test } from 'vitest'
import type { CatalogStore } from '../ports/catalog.ts'
import type { EmailTemplate } from '../ports/emailTemplates.ts'
import { createMailRenderer } from './mailRenderer.ts'
import { type Sample, sampleMessage } from './sampleMessage.ts'

const START = Date.parse('2026-12-01T09:00:00Z')
const sample: Sample = {
  locale: 'de-AT',
  timeZone: zone('Europe/Vienna'),
  serviceName: 'Schnitt',
  employeeName: 'Mia',
  customerName: 'Jo',
  priceMinor: 4400,
  currency: 'EUR',
  slot: { start: instantOf(START), end: instantOf(START + 1_800_000) },
  now: instantOf(START - 86_400_000),
}

async function render(templates: readonly EmailTemplate[], differing: Partial<Sample> = {}) {
  const warned: unknown[] = []
  const renderer = createMailRenderer({
    catalog: { getCatalog: async () => ({ settings: someSettings() }) } as unknown as CatalogStore,
    emailTemplates: {
      findTemplate: async (name, locale) =>
        templates.find((template) => template.name === name && template.locale === locale),
    },
    publicUrl: new URL('https://example.com/'),
    mailFrom: 'a@b.c',
    warn: (facts, line) => warned.push([line, facts]),
  })
  const message = sampleMessage('confirmation', { ...sample, ...differing })
  return { mail: await renderer(message, 'jo@example.com'), warned }
}

describe("the owner's words", () => {
  const own = anEmailTemplate({
    subject: 'Juhu, {{service_name}}',
    body: 'Servus {{customer_name}}!\n\nBis {{appointment_date}}, {{appointment_time}}.\nMia\n\n \n{{^price}}Gratis.{{/price}}\n\n{{manage_url}}',
  })

  test('take the place of the product’s, in paragraphs, with the facts and the button beneath', async () => {
    const { mail, warned } = await render([own])
    expect(mail.subject).toBe('Juhu, Schnitt')
    expect(mail.text).toContain(
      '\n\nServus Jo!\n\nBis Dienstag, 1. Dezember, 10:00.\nMia\n\nhttps://example.com/manage\n\nLeistung:',
    )
    expect(mail.html).toContain('>Servus Jo!</p>')
    expect(mail.html).toContain('10:00.\n<br>Mia')
    expect(mail.html).toContain('<a class="link" href="https://example.com/manage"')
    expect(mail.text).not.toContain('Guten Tag')
    expect(warned).toEqual([])
  })

  test('are for their language alone', async () => {
    expect((await render([own], { locale: 'fr' })).mail.subject).toMatch(/^Réservé/)
  })

  test('rest while they are not active', async () => {
    expect((await render([{ ...own, active: false }])).mail.subject).toMatch(/^Gebucht/)
  })

  test('are no markup, and make none of what people typed', async () => {
    const hostile = '<img src=x onerror=alert(1)>'
    const body = `<script>alert(1)</script> {{{service_name}}} {{&staff_name}} {{customer_name}} {{greeting}}`
    const { mail } = await render([{ ...own, subject: `${hostile}{{{service_name}}}`, body }], {
      serviceName: `${hostile}\r\nBcc: eve@example.com`,
      employeeName: `"><a href="https://evil.example">`,
      customerName: hostile,
    })
    expect(mail.html).not.toMatch(/<(script|img)|href="https:\/\/evil/)
    expect(mail.html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(mail.subject).not.toMatch(/[\r\n]/)
  })

  test.each([
    ['{{#price}}', 'In the body: {{#price}} has no {{/price}}'],
    ['', 'The body is empty'],
    ['{{> other}}', 'In the body: a template cannot include another one'],
  ])(
    'that came into the database unfit are told of, and the product’s are sent: %j',
    async (body, reason) => {
      const { mail, warned } = await render([{ ...own, body }])
      expect(mail.subject).toMatch(/^Gebucht/)
      expect(mail.text).toContain('Ihr Termin ist bestätigt')
      expect(warned).toEqual([
        ['A mail template cannot be used', { template: 'confirmation', locale: 'de', reason }],
      ])
    },
  )
})
