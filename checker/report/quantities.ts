/** Counts and times as a reader likes them. */

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
