/** The strongly connected components of a graph, after Kosaraju. */

/** Those of the part of the graph with these nodes; a node by itself is one where it leads to itself. */
export function components(
  successors: readonly (readonly number[])[],
  isIn: (node: number) => boolean,
): readonly (readonly number[])[] {
  const inside = successors.map((next, node) => (isIn(node) ? next.filter(isIn) : []))
  const predecessors = successors.map((): number[] => [])
  for (const [node, next] of inside.entries()) {
    for (const each of next) predecessors[each]?.push(node)
  }
  const all = [...inside.keys()].filter(isIn)
  const finished = finishing(all, inside, new Set())
  const seen = new Set<number>()
  return finished
    .toReversed()
    .map((node) => finishing([node], predecessors, seen))
    .filter(([first, ...more]) => {
      return first !== undefined && (more.length > 0 || inside[first]?.includes(first) === true)
    })
}

/** What is not yet seen and can be reached from these, depth first, in the order in which it is left. */
function finishing(
  from: readonly number[],
  edges: readonly (readonly number[])[],
  seen: Set<number>,
): readonly number[] {
  const left: number[] = []
  const path: { readonly node: number; next: number }[] = []
  const enter = (node: number): void => {
    if (seen.has(node)) return
    seen.add(node)
    path.push({ node, next: 0 })
  }
  for (const start of from) {
    enter(start)
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const node = edges[top.node]?.[top.next]
      top.next += 1
      if (node !== undefined) {
        enter(node)
        continue
      }
      left.push(top.node)
      path.pop()
    }
  }
  return left
}
