import { expect, it } from 'vitest'
import { anEmailTemplate } from '../builders.ts'
import type { Present } from './harness.ts'

export function emailTemplateRules(present: Present): void {
  const templates = () => present().storage.emailTemplates

  it('gives a template back as it was saved, also to another process', async () => {
    const template = anEmailTemplate({ subject: 'ЖД 日本 👩🏽‍🦰 ', body: ' O\'Brien \\ "x"\n\n%_;-- \n' })
    await templates().saveTemplate(template)
    const other = await present().reopen()
    for (const { emailTemplates } of [present().storage, other.storage])
      expect(await emailTemplates.findTemplate('confirmation', 'de')).toEqual(template)
  })

  it('has none of another name or locale, however alike', async () => {
    await templates().saveTemplate(anEmailTemplate())
    expect(await templates().findTemplate('change', 'de')).toBeUndefined()
    for (const locale of ['en', 'DE', 'de ', ''])
      expect(await templates().findTemplate('confirmation', locale)).toBeUndefined()
  })

  it('keeps one for each name and locale: a later one takes its place', async () => {
    await templates().saveTemplate(anEmailTemplate())
    const later = anEmailTemplate({ subject: 'Later', body: 'Later', active: false })
    await templates().saveTemplate(later)
    expect(await templates().listTemplates()).toEqual([later])
    await templates().saveTemplate({ ...later, active: true })
    expect(await templates().findTemplate('confirmation', 'de')).toEqual({ ...later, active: true })
  })

  it('keeps one of several that are saved at once, whole', async () => {
    const other = await present().reopen()
    const saved = Array.from({ length: 8 }, (_, number) =>
      anEmailTemplate({ subject: `${number}`, body: `${number}` }),
    )
    await Promise.all(
      saved.map((template, turn) =>
        (turn % 2 ? other.storage.emailTemplates : templates()).saveTemplate(template),
      ),
    )
    const listed = await templates().listTemplates()
    expect(listed).toHaveLength(1)
    expect(saved).toContainEqual(listed[0])
  })

  it('lists them by name, and then by locale', async () => {
    const wanted = [
      ['change', 'en'],
      ['confirmation', 'ar'],
      ['confirmation', 'de'],
      ['staff_notice', 'de'],
    ] as const
    for (const [name, locale] of wanted.toReversed())
      await templates().saveTemplate(anEmailTemplate({ name, locale }))
    expect((await templates().listTemplates()).map(({ name, locale }) => [name, locale])).toEqual(wanted)
  })

  it('removes the one that is named, and says whether there was one', async () => {
    for (const locale of ['de', 'fr']) await templates().saveTemplate(anEmailTemplate({ locale }))
    expect(await templates().removeTemplate('confirmation', 'de')).toBe(true)
    expect(await templates().removeTemplate('confirmation', 'de')).toBe(false)
    expect(await templates().listTemplates()).toEqual([anEmailTemplate({ locale: 'fr' })])
  })

  it('leaves alone what it does not know', async () => {
    const { runSql, tablePrefix } = present()
    const insert = `INSERT INTO ${tablePrefix}appointease_email_templates (name, locale, subject, body, type, is_active)
      VALUES (?, 'de', 's', 'b', ?, 1)`
    await runSql(insert, ['birthday', 'text'])
    await runSql(insert, ['confirmation', 'html'])
    expect(await templates().listTemplates()).toEqual([])
    expect(await templates().findTemplate('confirmation', 'de')).toBeUndefined()
  })
}
