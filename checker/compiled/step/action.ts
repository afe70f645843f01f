/** The steps of an action: one for each combination of its parameters for which its guard holds. */

import type { FlatAction } from '../../lower/program.ts'
import { Emitter } from '../emitter.ts'
import { forEach } from '../expression/domain.ts'
import { asTest } from '../operand.ts'
import { withBound } from '../scope.ts'
import type { Scope } from '../scope.ts'
import { get, i64, when } from '../wat.ts'
import type { Wat } from '../wat.ts'
import { attempt } from './attempt.ts'
import { perform } from './effects.ts'
import { appendFailure, appendSuccessor } from './record.ts'
import type { Workshop } from './workshop.ts'

/** The function that expands `$moment` by the action, which has this position among the model's. */
export function actionFunction(
  action: FlatAction,
  position: number,
  name: string,
  { generation, moments, compile, notes, kinds, covering }: Workshop,
): Wat {
  const { parameters, guard, effects } = action
  const emit = new Emitter()
  emit.do(...notes.action(action))
  const { kind, counted } = kinds.ofAction(position, emit)
  const actor = i64(generation.program.threads)
  const address = get('$moment')

  /** Failures of the state are those of the guard. */
  function alone(scope: Scope, ofState: boolean, write: (inside: Scope) => void): void {
    attempt(emit, [appendFailure(actor, ofState)], (label) =>
      write({ ...scope, exit: { label, ofState } }),
    )
  }

  function execute(scope: Scope): void {
    alone(scope, false, (inside) =>
      perform(
        effects,
        moments.given(address, 0, null),
        inside,
        { moments, compile, covering, actor },
        {
          quiet: true,
          go: ({ moment }) => {
            appendSuccessor(moments.writable(moment, true, emit), { actor, kind }, moments, emit)
          },
        },
      ),
    )
  }

  function bind(depth: number, scope: Scope): void {
    const parameter = parameters[depth]
    if (parameter !== undefined) {
      const { sort, bound } = parameter
      forEach({ kind: 'sort', sort }, parameter, scope, compile, (element) =>
        bind(depth + 1, withBound(scope, bound, element)),
      )
      return
    }
    emit.do(...counted)
    emit.do(...covering.pass(action))
    if (guard === null) execute(scope)
    else {
      alone(scope, true, (inGuard) => {
        const holds = asTest(compile(guard, inGuard), inGuard)
        const noted = covering.sides(action, inGuard)
        const onward = emit.capture(() => execute(scope))
        emit.do(when(holds, [...noted.then, ...onward], noted.otherwise))
      })
    }
  }

  bind(0, {
    generation,
    emit,
    moment: address,
    after: null,
    executing: null,
    bound: new Map(),
    // What goes through a parameter's values cannot fail.
    exit: { label: '$nowhere', ofState: true },
  })
  return emit.function(name, [['param', '$moment', 'i64']])
}
