/** What every table of this product is, whatever the server's defaults are. */
export const TABLE = 'ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin'

/**
 * A text that is compared, as its UTF-8 bytes: every collation that MySQL 5.7 has takes texts for equal that end in
 * different numbers of spaces, and most also those that differ by case.
 */
export const key = (bytes: number) => `VARBINARY(${bytes}) NOT NULL`

/** An address as long as the contract lets it be, in characters of four bytes. */
export const EMAIL_KEY = key(1020)
export const INSTANT = 'BIGINT NOT NULL'
