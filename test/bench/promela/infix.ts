/** Texts of expressions, put together with no more parentheses than they need. */

/** Text that needs no parentheses, whatever stands beside it. */
export function parenthesised(text: string): string {
  return /^[\w.]+(\[[^\][]*\])?$/.test(text) || enclosed(text) ? text : `(${text})`
}

/** The sum of what the text says and a number. */
export function plus(text: string, number: number): string {
  if (number === 0) return text
  const bare = enclosed(text) ? text.slice(1, -1) : text
  // Only sums and differences are looked into.
  if (/[^\w\s.[\]()+-]|->/.test(bare)) return signed(parenthesised(text), number)
  const [, before, sign, last] = /^(?:(.+) ([+-]) )?(\d+)$/.exec(bare) ?? []
  if (last === undefined) return signed(bare, number)
  const sum = number + (sign === '-' ? -Number(last) : Number(last))
  return before === undefined ? String(sum) : plus(before, sum)
}

function signed(text: string, number: number): string {
  return `${text} ${number < 0 ? '-' : '+'} ${Math.abs(number)}`
}

/** Whether the first parenthesis closes at the end. */
function enclosed(text: string): boolean {
  if (!text.startsWith('(')) return false
  let depth = 0
  for (const [i, character] of [...text].entries()) {
    if (character === '(') depth++
    if (character === ')' && --depth === 0) return i === text.length - 1
  }
  return false
}
