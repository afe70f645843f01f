/** Names for what a callback binds: its own parameter's name is the one that the author chose. */

/** The name of the function's parameter at this position, or the fallback where it has no plain name. */
export function callbackName(callback: unknown, fallback: string, position = 0): string {
  if (typeof callback !== 'function') return fallback
  const text = Function.prototype.toString.call(callback)
  const list =
    /^(?:async\s+)?(?:function\s*\*?\s*[\w$]*)?\s*\(([^)]*)\)/.exec(text)?.[1] ??
    /^([\w$]+)\s*=>/.exec(text)?.[1]
  const name = list?.split(',')[position]?.trim()
  return name !== undefined && /^[A-Za-z_$][\w$]*$/.test(name) ? name : fallback
}
