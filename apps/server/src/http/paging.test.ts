import { describe, expect, it } from 'vitest'
import { pageAsked, pagingHeaders } from './paging.ts'

const LIST = new URL('https://book.example/wp-json/appointease/v1/services?per_page=2&status=past')

describe('paging', () => {
  it('counts pages from 1 and takes digits for numbers', () => {
    expect(pageAsked({ page: '3', per_page: '20' }, 100)).toEqual({
      page: 3,
      perPage: 20,
      offset: 40,
      limit: 20,
    })
    expect(pageAsked({}, 100)).toEqual({ page: 1, perPage: 100, offset: 0, limit: 100 })
  })

  it('tells how many there are and links both ways, keeping the rest of the query', () => {
    expect(pagingHeaders({ page: 2, perPage: 2, total: 5 }, LIST)).toEqual({
      'x-wp-total': '5',
      'x-wp-totalpages': '3',
      link: '<https://book.example/wp-json/appointease/v1/services?per_page=2&status=past&page=1>; rel="prev", <https://book.example/wp-json/appointease/v1/services?per_page=2&status=past&page=3>; rel="next"',
    })
  })

  it('leads back from beyond the end, and nowhere from an empty list', () => {
    expect(pagingHeaders({ page: 9, perPage: 2, total: 5 }, LIST).link).toContain('page=3>; rel="prev"')
    expect(pagingHeaders({ page: 1, perPage: 2, total: 0 }, LIST)).toEqual({
      'x-wp-total': '0',
      'x-wp-totalpages': '0',
    })
  })
})
