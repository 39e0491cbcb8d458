import type { Paging } from './handler.ts'

interface PageQuery {
  readonly page?: number | string
  readonly per_page?: number | string
}

/** What a list's query asks for, in the store's terms. */
export function pageAsked(query: PageQuery, perPageByDefault: number) {
  const page = Number(query.page ?? 1)
  const perPage = Number(query.per_page ?? perPageByDefault)
  return { page, perPage, offset: (page - 1) * perPage, limit: perPage }
}

/** As WP_REST_Posts_Controller::get_items() writes them; a page beyond the last leads back to the last. */
export function pagingHeaders({ page, perPage, total }: Paging, list: URL): Record<string, string> {
  const pages = Math.ceil(total / perPage)
  const linkTo = (number: number, relation: 'prev' | 'next') => {
    const address = new URL(list)
    address.searchParams.set('page', String(number))
    return `<${address.href}>; rel="${relation}"`
  }
  const links = [
    ...(page > 1 && pages > 0 ? [linkTo(Math.min(page - 1, pages), 'prev')] : []),
    ...(page < pages ? [linkTo(page + 1, 'next')] : []),
  ]
  return {
    'x-wp-total': String(total),
    'x-wp-totalpages': String(pages),
    ...(links.length > 0 ? { link: links.join(', ') } : {}),
  }
}
