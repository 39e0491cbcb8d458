/** How many decimals the currency has (ISO 4217): 2 for most, 0 for JPY, 3 for KWD. */
function decimalsOf(currency: string): number {
  const { maximumFractionDigits } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
  }).resolvedOptions()
  return maximumFractionDigits ?? 2
}

/** Integer minor units as the decimal number that people write: 7500 of EUR is 75, 7500 of JPY is 7500. */
export function decimalAmount(minor: number, currency: string): number {
  return minor / 10 ** decimalsOf(currency)
}

/** The decimal number as whole minor units, rounded to the nearest: 75 of EUR is 7500, 7500 of JPY is 7500. */
export function minorAmount(decimal: number, currency: string): number {
  return Math.round(decimal * 10 ** decimalsOf(currency))
}
