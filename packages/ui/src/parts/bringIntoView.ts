/** A ref for what answers a press from somewhere else on the page: it may have appeared out of sight. */
export const bringIntoView = (element: HTMLElement | null): void =>
  element?.scrollIntoView({ block: 'nearest' })
