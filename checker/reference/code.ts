/** Bodies: their statements, and where control goes from each. */

import { match } from 'ts-pattern'
import type { Block, Ordinal, Procedure, Statement } from '../../dsl/ir.ts'
import type { Datum } from './datum.ts'
import type { Compiler } from './evaluate.ts'
import { assigned, atomicEnded, dying, returned, to } from './execution.ts'
import type { Execution, Move } from './execution.ts'
import * as statements from './statements.ts'
import type { Executable, Return } from './statements.ts'

/** Where control goes that jumps out of blocks. */
interface Exits {
  readonly leave: Move
  readonly again: Move
  readonly back: Return
}

/** The code of one body, of a process or a procedure. */
export class Code {
  /** Enters the body. */
  readonly entry: Move
  readonly #executables = new Map<Ordinal, Executable>()
  /** By the ordinal of a call: where control goes when the callee has returned. */
  readonly #resumptions = new Map<Ordinal, Return>()
  readonly #compiler: Compiler
  readonly #codeOf: (procedure: Procedure) => Code

  /** `codeOf` gives the code of procedures that the body calls; it is asked when they are first called. */
  constructor(body: Block, compiler: Compiler, codeOf: (procedure: Procedure) => Code) {
    this.#compiler = compiler
    this.#codeOf = codeOf
    const exits: Exits = { leave: outsideLoops, again: outsideLoops, back: returned }
    this.entry = this.#block(body, (execution) => returned(execution, null), exits)
  }

  statement(ordinal: Ordinal): Executable {
    return known(this.#executables, ordinal)
  }

  /** Goes on behind a call that had this value, or none. */
  resume(call: Ordinal, execution: Execution, value: Datum | null): Execution {
    return known(this.#resumptions, call)(execution, value)
  }

  /** Builds a block's statements. Returned is how the block is entered; `after` is where control goes at its end. */
  #block({ locals, statements: list }: Block, after: Move, exits: Exits): Move {
    const die = dying(locals.map(({ local }) => local))
    const inner: Exits = {
      leave: (execution) => exits.leave(die(execution)),
      again: (execution) => exits.again(die(execution)),
      back: exits.back,
    }
    return list.reduceRight<Move>(
      (next, statement) => {
        this.#executables.set(statement.ordinal, this.#statement(statement, next, inner))
        return to(statement.ordinal)
      },
      (execution) => after(die(execution)),
    )
  }

  #statement(statement: Statement, after: Move, exits: Exits): Executable {
    const compiler = this.#compiler
    return match(statement)
      .with({ kind: 'step' }, (s) => statements.step(s, after, compiler))
      .with({ kind: 'compute' }, (s) => statements.compute(s, after, compiler))
      .with({ kind: 'label' }, (s) => statements.label(s, after))
      .with({ kind: 'when' }, (s) => {
        const then = this.#block(s.then, after, exits)
        return statements.when(s, then, this.#block(s.otherwise, after, exits), compiler)
      })
      .with({ kind: 'loop' }, (s) => {
        const head = to(s.ordinal)
        const body = this.#block(s.body, head, { ...exits, leave: after, again: head })
        return statements.jump(s, body)
      })
      .with({ kind: 'until' }, (s) => {
        const head = to(s.ordinal)
        const body = this.#block(s.body, head, { ...exits, leave: after, again: head })
        return statements.until(s, body, after, compiler)
      })
      .with({ kind: 'leave' }, (s) => statements.jump(s, exits.leave))
      .with({ kind: 'again' }, (s) => statements.jump(s, exits.again))
      .with({ kind: 'either' }, (s) => {
        return statements.either(
          s,
          s.branches.map((branch) => this.#block(branch, after, exits)),
        )
      })
      .with({ kind: 'call' }, (s) => {
        const { result } = s
        this.#resumptions.set(s.ordinal, (execution, value) => {
          const keep = result !== null && value !== null
          return after(keep ? assigned(execution, result, value) : execution)
        })
        return statements.call(s, compiler, this.#codeOf)
      })
      .with({ kind: 'return' }, (s) => statements.giveBack(s, exits.back, compiler))
      .with({ kind: 'atomic' }, (s) => {
        const body = this.#block(s.body, (execution) => after(atomicEnded(execution)), {
          leave: (execution) => exits.leave(atomicEnded(execution)),
          again: (execution) => exits.again(atomicEnded(execution)),
          back: (execution, value) => exits.back(atomicEnded(execution), value),
        })
        return statements.atomic(s, body)
      })
      .exhaustive()
  }
}

function known<Value>(map: ReadonlyMap<Ordinal, Value>, ordinal: Ordinal): Value {
  const value = map.get(ordinal)
  if (value === undefined) throw new Error(`no such statement: ${ordinal}`)
  return value
}

function outsideLoops(): never {
  throw new Error('a leave or again outside of a loop')
}
