/** Interrupts of the CPU on which a process executes: off and on again. After `include/linux/irqflags.h`. */

import {
  array,
  assert,
  bool,
  current,
  irqsDisabled,
  not,
  shared,
  step,
  thread,
  type ArraySort,
  type BoolSort,
  type BoolTerm,
  type EffectNode,
  type PlaceOf,
  type Primitive,
  type StatementNode,
  type ThreadSort,
} from '../../index.ts'

/** Of each thread whether it has turned them off. */
type Off = ArraySort<ThreadSort, BoolSort>

/** What the functions here, and the locks that turn interrupts off, share. */
class LocalInterrupts {
  readonly #off: PlaceOf<Off>

  constructor(off: PlaceOf<Off>) {
    this.#off = off
  }

  /** What `local_irq_save` gives: whether they are on, as far as the executing process has a say. */
  enabled(): BoolTerm {
    return not(this.#off.at(current()))
  }

  disable(): EffectNode<void> {
    return this.#off.at(current()).set(true)
  }

  enable(): EffectNode<void> {
    return this.#off.at(current()).set(false)
  }

  /** As they were where the flags are from. */
  restore(flags: BoolTerm): EffectNode<void> {
    return this.#off.at(current()).set(not(flags))
  }
}

const primitive: Primitive<Off, LocalInterrupts> = {
  sort: array(thread, bool),
  attach: (off, _, declare) => {
    declare.masked('hardirq', (holder) => off.at(holder))
    declare.atReturn('returned with disabled interrupts', (holder) => not(off.at(holder)))
    return new LocalInterrupts(off)
  },
}

/** Those of the model that is being built: they are declared where they are first used. */
export function localInterrupts(): LocalInterrupts {
  return shared('irqs_off', primitive)
}

/** Turns interrupts off on this CPU. Until they are on again the process must not sleep. */
export function local_irq_disable(): StatementNode<never, void> {
  const interrupts = localInterrupts()
  return step('local_irq_disable()', {}, function* () {
    yield* interrupts.disable()
  })
}

/** Turns them on, whatever turned them off. */
export function local_irq_enable(): StatementNode<never, void> {
  const interrupts = localInterrupts()
  return step('local_irq_enable()', {}, function* () {
    yield* interrupts.enable()
  })
}

/** Turns them off, and gives the flags for `local_irq_restore`: whether they were on. */
export function local_irq_save(): StatementNode<never, BoolTerm> {
  const interrupts = localInterrupts()
  return step('local_irq_save(flags)', {}, function* () {
    yield* interrupts.disable()
    return interrupts.enabled()
  })
}

/** Turns them on or off, as they were where the flags are from. */
export function local_irq_restore(flags: BoolTerm): StatementNode<never, void> {
  const interrupts = localInterrupts()
  return step('local_irq_restore(flags)', {}, function* () {
    yield* interrupts.restore(flags)
  })
}

/** A failed assertion where an interrupt can come. */
export function lockdep_assert_irqs_disabled(): StatementNode<never, void> {
  return step('lockdep_assert_irqs_disabled()', {}, function* () {
    yield* assert(irqsDisabled(), 'IRQs not disabled as expected')
  })
}
