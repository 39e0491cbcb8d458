/** Light or dark as the site says, else as the visitor's system does, also when that changes. */
export function followTheme(root: HTMLElement, fixed: 'light' | 'dark' | undefined): void {
  if (fixed) {
    root.dataset.theme = fixed
    return
  }
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const apply = () => {
    root.dataset.theme = dark.matches ? 'dark' : 'light'
  }
  dark.addEventListener('change', apply)
  apply()
}
