/** Counts, times and amounts of memory as a reader likes them. */

/** With a comma between thousands. */
export function countText(count: number): string {
  return `${Math.round(count)}`.replaceAll(/\B(?=(\d{3})+$)/g, ',')
}

/** The count with its noun, which takes an s unless there is one. */
export function countOf(count: number, noun: string): string {
  return `${countText(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** In milliseconds below a second, then to a tenth, and from ten seconds on to the second. */
export function durationText(seconds: number): string {
  if (seconds < 0.9995) return `${Math.round(seconds * 1000)} ms`
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`
}

const binary = ['bytes', 'KiB', 'MiB', 'GiB'] as const

/** An amount of memory in the largest unit that leaves at least 1; two digits at least, and no fraction of nothing. */
export function memoryText(bytes: number): string {
  let amount = bytes
  let unit = 0
  for (; amount >= 1023.5 && unit < binary.length - 1; unit++) amount /= 1024
  const digits =
    unit > 0 && amount < 9.95 ? amount.toFixed(1).replace(/\.0$/, '') : countText(amount)
  return `${digits} ${binary[unit]}`
}

const thousands = ['', 'k', 'M', 'G'] as const

/** A count to two or three digits, with a letter for thousands, millions or more. */
export function roughCount(count: number): string {
  let amount = count
  let unit = 0
  for (; amount >= 999.5 && unit < thousands.length - 1; unit++) amount /= 1000
  return `${unit > 0 && amount < 99.95 ? amount.toFixed(1) : Math.round(amount)}${thousands[unit]}`
}

/** A time that nobody knows exactly: whole seconds, then minutes, then hours. */
export function roughDuration(seconds: number): string {
  if (seconds < 59.5) return `${Math.max(0, Math.round(seconds))} s`
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`
  return `${countText(seconds / 3600)} h`
}
