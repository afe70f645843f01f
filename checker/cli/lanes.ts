/** Several tasks at once, begun in order. */

/**
 * The answers by item, each as soon as its task is done; at most `lanes` tasks run at once. Null for an item whose turn did not come
 * before `stopped`. A task must not reject: whoever waits for an earlier answer would not hear of it.
 */
export function inLanes<Item, Answer>(
  items: readonly Item[],
  lanes: number,
  task: (item: Item) => Promise<Answer>,
  stopped: () => boolean = () => false,
): readonly Promise<Answer | null>[] {
  const slots = items.map((item) => ({ item, ...Promise.withResolvers<Answer | null>() }))
  const waiting = slots.values()
  const lane = async (): Promise<void> => {
    for (const { item, resolve } of waiting) resolve(stopped() ? null : await task(item))
  }
  for (let number = 0; number < lanes; number++) void lane()
  return slots.map(({ promise }) => promise)
}
