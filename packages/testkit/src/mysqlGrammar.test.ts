import { expect, it } from 'vitest'
import { problemsOfMysql } from './mysqlGrammar.ts'

it.each([
  'SELECT a FROM t WHERE b = ? AND c IN (?, ?) ORDER BY d LIMIT ? FOR UPDATE',
  'SELECT a FROM t WHERE b LIKE ? LOCK IN SHARE MODE',
  'INSERT INTO t (a) VALUES (?) ON DUPLICATE KEY UPDATE a = VALUES(a)',
  'DELETE t FROM t FORCE INDEX (k) WHERE a IN (?)',
  'CREATE TRIGGER t_a AFTER UPDATE ON t FOR EACH ROW BEGIN DECLARE n INT; SET n = 1; END',
])('takes %s', (sql) => {
  expect(problemsOfMysql(sql)).toEqual([])
})

it.each([
  'WITH a AS (SELECT 1) SELECT * FROM a',
  'SELECT ROW_NUMBER() OVER () FROM t',
  'SELECT a FROM t FOR UPDATE SKIP LOCKED',
  'SELECT a FROM t FOR UPDATE NOWAIT',
  'SELECT a FROM t FOR SHARE',
  'INSERT INTO t (a) VALUES (1) AS new ON DUPLICATE KEY UPDATE a = new.a',
  'INSERT INTO t (a) VALUES (1) RETURNING a',
  'CREATE TABLE t (a INT, KEY k ((a + 1)))',
  'CREATE TABLE t (a INT, KEY k (a DESC))',
  'CREATE TABLE t (a INT DEFAULT (1 + 1))',
  'CREATE TABLE t (a INT, CHECK (a > 0))',
  'ALTER TABLE t RENAME COLUMN a TO b',
  'ALTER TABLE t ADD COLUMN IF NOT EXISTS a INT',
  'SELECT a FROM t EXCEPT SELECT b FROM u',
  "SELECT a FROM t WHERE REGEXP_LIKE(a, 'b')",
  'SELECT rank FROM t',
  'SELECT FROM t',
])('refuses %s', (sql) => {
  expect(problemsOfMysql(sql)).not.toEqual([])
})
