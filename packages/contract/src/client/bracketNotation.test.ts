import { parse } from 'qs'
import { describe, expect, it } from 'vitest'
import { toBracketNotation } from './bracketNotation.ts'

describe('bracket notation', () => {
  it('is what jQuery.param writes', () => {
    expect(
      toBracketNotation({
        data: { poll: { date: '2026-03-02', n: 1 } },
        list: ['a', 'b'],
        rows: [{ x: 1 }],
        on: true,
      }),
    ).toBe(
      'data%5Bpoll%5D%5Bdate%5D=2026-03-02&data%5Bpoll%5D%5Bn%5D=1&list%5B%5D=a&list%5B%5D=b&rows%5B0%5D%5Bx%5D=1&on=true',
    )
    expect(toBracketNotation({ text: "a b+c&d='é😀" })).toBe(`text=a+b%2Bc%26d%3D'%C3%A9%F0%9F%98%80`)
  })

  it.each([
    {
      name: 'nested objects',
      fields: { data: { appointease_poll: { date: '2026-03-02', employee_id: '1' } } },
    },
    { name: 'lists', fields: { list: ['a', 'b', ''] } },
    {
      name: 'lists of objects',
      fields: {
        rows: [
          { a: '1', b: ['x'] },
          { a: '2', b: ['y', 'z'] },
        ],
      },
    },
    { name: 'lists of lists', fields: { rows: [['1', '2'], ['3']] } },
    {
      name: 'letters that mean something in an address',
      fields: { 'a b': '&=+%#?/\\"\'<>\n\u0000', 'é😀': 'ü' },
    },
    {
      name: 'a key of another plugin',
      fields: { data: { 'wp-refresh-post-lock': { post_id: '1', lock: '' } } },
    },
  ])('is read back by qs: $name', ({ fields }) => {
    expect(parse(toBracketNotation(fields), { depth: 10 })).toEqual(fields)
  })

  it('writes numbers and booleans as text, null as nothing, and leaves undefined out', () => {
    const text = toBracketNotation({ a: 1, b: false, c: null, d: undefined, e: { f: undefined }, g: [] })
    expect(parse(text)).toEqual({ a: '1', b: 'false', c: '' })
  })
})
