import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { anEmailTemplate, MONDAY, someSettings } from '@appointease/testkit/builders.ts'
import { fixedClock } from '@appointease/testkit/fixedClock.ts'
import { sqliteUnderTest } from '@appointease/testkit/sqliteUnderTest.ts'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { loadConfig } from '../config/loadConfig.ts'
import { EMAIL_TEMPLATE_NAMES } from '../ports/emailTemplates.ts'
import { runCommandLine } from './runCommandLine.ts'

const GERMAN = '--name confirmation --locale de'
const OWN = 'Subject: Juhu, {{service_name}}\n\nServus {{customer_name}}.\n\nBis bald.'

let cwd: string

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'appointease-'))
})
afterEach(() => rm(cwd, { recursive: true }))

async function run(words: string, input = '', url = `sqlite:${join(cwd, 'data/a.db')}`) {
  const [out, err]: [string[], string[]] = [[], []]
  const code = await runCommandLine(['templates', ...words.split(' ')], {
    cwd,
    clock: fixedClock(MONDAY),
    loadConfig: () => loadConfig({ APPOINTEASE_TIMEZONE: 'Europe/Vienna', DATABASE_URL: url }, { cwd }),
    readInput: async () => input,
    say: (line) => out.push(line),
    complain: (line) => err.push(line),
  })
  return { code, out, err }
}

describe('templates', () => {
  it('set what is sent from then on, show it in the same form, and reset it', async () => {
    const before = await run(`show ${GERMAN}`)
    expect(before.out[0]).toMatch(/^Subject: Gebucht: \{\{service_name\}\}/)
    expect(await run(`set ${GERMAN}`, `${OWN}\r\n`)).toMatchObject({ code: 0, err: [] })
    expect((await run(`show ${GERMAN}`)).out).toEqual([OWN])
    expect((await run(`show --name confirmation --locale en`)).out[0]).toMatch(/^Subject: Booked/)
    expect((await run(`set ${GERMAN}`, before.out[0])).code).toBe(0)
    expect(await run(`show ${GERMAN}`)).toEqual(before)
    expect((await run(`reset ${GERMAN}`)).out).toEqual(["The product's words are sent again."])
    expect(await run(`reset ${GERMAN}`)).toMatchObject({
      code: 1,
      err: [expect.stringContaining('no words')],
    })
  })

  it.each([
    ['Subject: a\n\n{{nope}}', 'In the body: there is no field {{nope}} in this mail; there are greeting'],
    ['Subject: a\n\n{{#price}}', 'In the body: {{#price}} has no {{/price}}. Nothing was changed.'],
    ['Subject:\n\na', 'The subject is empty'],
    ['Subject: a\nb\n\nc', 'begins with a line "Subject: ..." and an empty line'],
    ['', 'begins with a line "Subject: ..." and an empty line'],
  ])('refuse what could not be sent, and keep nothing of it: %j', async (input, reason) => {
    expect(await run(`set ${GERMAN}`, input)).toEqual({
      code: 1,
      out: [],
      err: [expect.stringContaining(reason)],
    })
    expect((await run('list')).out.filter((line) => line.includes('yours'))).toEqual([])
  })

  it.each([
    ['show --name birthday --locale de', '--name is one of confirmation'],
    ['show --name code --locale it', '--locale is one of en, de, fr, es, ar'],
    ['show', '--name is one of'],
    ['preview --name staff_notice --locale de --event gone', '--event is one of booked'],
  ])('say what there is to choose from: %s', async (words, reason) => {
    expect(await run(words)).toMatchObject({ code: 1, err: [expect.stringContaining(reason)] })
  })

  it('list every mail in every language, and what is wrong with one that somebody wrote past them', async () => {
    const present = await sqliteUnderTest()
    onTestFinished(() => present.dispose())
    const { emailTemplates } = present.storage
    await emailTemplates.saveTemplate(anEmailTemplate())
    await emailTemplates.saveTemplate(anEmailTemplate({ name: 'change', active: false }))
    await emailTemplates.saveTemplate(anEmailTemplate({ name: 'reminder', body: '{{#price}}' }))
    const { out } = await run('list', '', `sqlite:${present.path}`)
    expect(out).toHaveLength(EMAIL_TEMPLATE_NAMES.length * 5)
    expect(out.filter((line) => line.includes('yours'))).toEqual([
      'confirmation  de  yours',
      "change        de  the product's; yours is not active",
      "reminder      de  the product's; yours cannot be sent. In the body: {{#price}} has no {{/price}}",
    ])
  })

  it('preview a whole mail, as text and as HTML, and a draft without keeping it', async () => {
    const present = await sqliteUnderTest()
    onTestFinished(() => present.dispose())
    await present.storage.catalog.saveSettings(someSettings({ businessName: 'Salon Mia', locale: 'de-AT' }))
    const url = `sqlite:${present.path}`
    const text = await run(`preview ${GERMAN}`, '', url)
    expect(text.out[0]).toMatch(
      /^Subject: Gebucht: Consultation, Di., 24. Nov., 8:00\n\nIhr Termin ist gebucht\n/,
    )
    const html = await run(`preview ${GERMAN} --html`, '', url)
    expect(html.out[0]).toMatch(/^<!doctype html>\n<html lang="de" dir="ltr">/)
    const draft = await run(`preview ${GERMAN} --draft`, OWN, url)
    expect(draft.out[0]).toContain('Servus Jo Miller.\n\nBis bald.\n\nLeistung:')
    expect((await run(`preview ${GERMAN} --draft`, 'Subject: a\n\n{{', url)).code).toBe(1)
    expect(await run(`preview ${GERMAN}`, '', url)).toEqual(text)
  })

  it.each(EMAIL_TEMPLATE_NAMES)('preview %s', async (name) => {
    const { code, out } = await run(`preview --name ${name} --locale en --event moved`)
    expect([code, out[0]]).toEqual([0, expect.stringMatching(/^Subject: \S/)])
  })
})
