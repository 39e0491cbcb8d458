import type { EmailTemplateStore } from '../../ports/emailTemplates.ts'
import { toEmailTemplateRow, toEmailTemplates } from '../tables/emailTemplateRows.ts'
import type { Tables } from '../tables/schema.ts'
import type { Connection } from './connection.ts'
import { queries } from './queries.ts'
import type { Writer } from './writer.ts'

/** Committed state; each change is a transaction of its own. */
export function createEmailTemplateStore(
  reader: Connection,
  writer: Writer,
  { email_templates: table }: Tables,
): EmailTemplateStore {
  const all = queries.selectFrom(table).selectAll()
  return {
    async findTemplate(name, locale) {
      const rows = reader.rows(all.where('name', '=', name).where('locale', '=', locale))
      return toEmailTemplates(rows)[0]
    },

    listTemplates: async () => toEmailTemplates(reader.rows(all.orderBy('name').orderBy('locale'))),

    async saveTemplate(template) {
      const { name, locale, ...row } = toEmailTemplateRow(template)
      const insert = queries
        .insertInto(table)
        .values({ name, locale, ...row })
        .onConflict((conflict) => conflict.columns(['name', 'locale']).doUpdateSet(row))
      await writer.transact(() => writer.connection.run(insert))
    },

    async removeTemplate(name, locale) {
      const remove = queries.deleteFrom(table).where('name', '=', name).where('locale', '=', locale)
      return (await writer.transact(() => writer.connection.run(remove))).changes > 0
    },
  }
}
