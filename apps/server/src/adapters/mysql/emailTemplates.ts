import type { EmailTemplateStore } from '../../ports/emailTemplates.ts'
import { toEmailTemplateRow, toEmailTemplates } from '../tables/emailTemplateRows.ts'
import { queries } from './queries.ts'
import type { MysqlTables } from './schema.ts'
import type { Statements } from './statements.ts'

/** Committed state, over connections that commit each statement. */
export function createEmailTemplateStore(
  statements: Statements,
  { email_templates: table }: MysqlTables,
): EmailTemplateStore {
  const all = queries.selectFrom(table).selectAll()
  return {
    async findTemplate(name, locale) {
      const rows = await statements.rows(all.where('name', '=', name).where('locale', '=', locale))
      return toEmailTemplates(rows)[0]
    },

    listTemplates: async () => toEmailTemplates(await statements.rows(all.orderBy('name').orderBy('locale'))),

    async saveTemplate(template) {
      const { name, locale, ...row } = toEmailTemplateRow(template)
      const insert = queries
        .insertInto(table)
        .values({ name, locale, ...row })
        .onDuplicateKeyUpdate(row)
      await statements.run(insert)
    },

    async removeTemplate(name, locale) {
      const remove = queries.deleteFrom(table).where('name', '=', name).where('locale', '=', locale)
      return (await statements.run(remove)).changes > 0
    },
  }
}
