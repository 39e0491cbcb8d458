type Rgb = [number, number, number]

function parse(hex: string): Rgb | undefined {
  const found = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(hex.trim())?.[1]
  if (!found) return undefined
  const six = found.length === 3 ? [...found].map((digit) => digit + digit).join('') : found
  const at = (index: number) => Number.parseInt(six.slice(index, index + 2), 16)
  return [at(0), at(2), at(4)]
}

const write = (rgb: Rgb) => `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`

/** WCAG 2.2, "relative luminance". */
function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((part) => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as Rgb
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function ratio(one: Rgb, other: Rgb): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

/** Between 1 and 21; 1 also for what is not a hex colour. */
export function contrastRatio(one: string, other: string): number {
  const [a, b] = [parse(one), parse(other)]
  return a && b ? ratio(a, b) : 1
}

const white: Rgb = [255, 255, 255]
const ink: Rgb = [16, 20, 18]
const mix = (from: Rgb, to: Rgb, share: number) =>
  from.map((part, at) => part + ((to[at] ?? 0) - part) * share) as Rgb

interface Accent {
  accent: string
  onAccent: string
  /** The owner's colour was too near the surface and had to be moved. */
  corrected: boolean
}

/**
 * The owner's colour, moved toward ink or white until it can be read as text on `surface` (4.5:1), and the text
 * colour to put on it. `undefined` for what is not a hex colour.
 */
export function accessibleAccent(wanted: string, surface: string): Accent | undefined {
  const [from, ground] = [parse(wanted), parse(surface)]
  if (!from || !ground) return undefined
  const toward = luminance(ground) > 0.4 ? ink : white
  let share = 0
  while (share < 1 && ratio(mix(from, toward, share), ground) < 4.5) share += 0.04
  const accent = mix(from, toward, Math.min(share, 1))
  const onAccent = ratio(white, accent) >= 4.5 ? white : ink
  return { accent: write(accent), onAccent: write(onAccent), corrected: share > 0 }
}
