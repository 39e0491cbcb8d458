import { OWN_OPTION_BEGINNINGS } from '../tables/ownOptions.ts'

/**
 * Options that could be this product's. The column's collation takes more for alike than is: isOwnOption has the last
 * word, on the name as fromColumn reads it.
 */
export const LIKE_OWN_OPTIONS = `(${OWN_OPTION_BEGINNINGS.map(
  (beginning) => `option_name LIKE '${beginning.replaceAll('_', '|_')}%' ESCAPE '|'`,
).join(' OR ')})`
