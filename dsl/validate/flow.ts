/** Rules of control: loops and branches take steps, jumps lead somewhere, nothing stands where control never comes. */

import type { Block, Model, Procedure, Statement } from '../ir.ts'
import type { Mistake } from '../mistake.ts'
import { atomicMistakes } from './atomic.ts'

/** What is known where control arrives: nowhere, perhaps without a step since the start of interest, or surely with one. */
type Flow = 'dead' | 'stepless' | 'stepped'

function merge(left: Flow, right: Flow): Flow {
  if (left === 'stepless' || right === 'stepless') return 'stepless'
  return left === 'dead' ? right : left
}

/** Where a jump out of a block leads, and with what. */
interface Jumps {
  leave: Flow
  again: Flow
  returned: Flow
}

const noJumps = (): Jumps => ({ leave: 'dead', again: 'dead', returned: 'dead' })

/** What is wrong with the control of processes and procedures, each procedure looked at once. */
export function flowMistakes(model: Model): readonly Mistake[] {
  const mistakes: Mistake[] = []
  const summaries = new Map<Procedure, Flow>()
  const report = (at: Statement | Procedure, what: string, remedy: string) =>
    mistakes.push({ site: at.site, what, remedy })

  for (const process of model.processes) run(process.body, 'stepped', noJumps(), false)
  for (const procedure of model.procedures) summary(procedure)
  return mistakes

  /** How control comes back from the procedure when it is called without a step before. */
  function summary(procedure: Procedure): Flow {
    const known = summaries.get(procedure)
    if (known !== undefined) return known
    const jumps = noJumps()
    const end = run(procedure.body, 'stepless', jumps, false)
    if (end !== 'dead' && procedure.returns !== null) {
      report(
        procedure,
        `'${procedure.name}' can end without its result`,
        "Give it back with 'ret' on every path",
      )
    }
    const flow = merge(end, jumps.returned)
    summaries.set(procedure, flow)
    return flow
  }

  function run(block: Block, start: Flow, jumps: Jumps, inLoop: boolean): Flow {
    let flow = start
    let told = false
    for (const statement of block.statements) {
      if (flow === 'dead' && !told) {
        told = true
        report(
          statement,
          'control never comes to this statement',
          'Remove it, or give what stands before it a way on',
        )
      }
      flow = advance(statement, flow, jumps, inLoop)
    }
    return flow
  }

  function advance(statement: Statement, flow: Flow, jumps: Jumps, inLoop: boolean): Flow {
    const stepped = flow === 'dead' ? 'dead' : 'stepped'
    switch (statement.kind) {
      case 'step':
        return stepped
      case 'compute':
      case 'label':
        return flow
      case 'when': {
        const start = statement.step ? stepped : flow
        return merge(
          run(statement.then, start, jumps, inLoop),
          run(statement.otherwise, start, jumps, inLoop),
        )
      }
      case 'loop':
        return loop(statement, statement.body, flow, jumps)
      case 'until': {
        if (!statement.step) return merge(flow, loop(statement, statement.body, flow, jumps))
        const own = noJumps()
        run(statement.body, stepped, own, true)
        jumps.returned = merge(jumps.returned, own.returned)
        return merge(stepped, own.leave)
      }
      case 'leave':
      case 'again':
        if (!inLoop)
          report(
            statement,
            `'${statement.kind}' stands outside of a loop`,
            "Use it in 'loop' or 'until'",
          )
        jumps[statement.kind] = merge(jumps[statement.kind], flow)
        return 'dead'
      case 'either':
        return either(statement, statement.branches, flow, jumps, inLoop)
      case 'call': {
        const procedure = model.procedures[statement.procedure]
        const inside = procedure === undefined ? 'stepped' : summary(procedure)
        if (inside === 'dead' || flow === 'dead') return 'dead'
        return statement.step || inside === 'stepped' ? 'stepped' : flow
      }
      case 'return':
        jumps.returned = merge(jumps.returned, statement.step ? stepped : flow)
        return 'dead'
      case 'atomic': {
        const own = noJumps()
        const end = run(statement.body, 'stepped', own, inLoop)
        for (const jump of ['leave', 'again', 'returned'] as const)
          jumps[jump] = merge(jumps[jump], own[jump])
        mistakes.push(...atomicMistakes(model, statement))
        return flow === 'dead' ? 'dead' : end
      }
    }
  }

  function loop(statement: Statement, body: Block, flow: Flow, jumps: Jumps): Flow {
    const own = noJumps()
    const end = merge(run(body, 'stepless', own, true), own.again)
    if (end === 'stepless') {
      report(
        statement,
        'a round of this loop can pass without a step, and would never end',
        "Give each path through it a step, such as 'skip()'",
      )
    }
    if (flow === 'dead') return 'dead'
    const outward = (inner: Flow): Flow => (inner === 'stepless' ? flow : inner)
    jumps.returned = merge(jumps.returned, outward(own.returned))
    return outward(own.leave)
  }

  function either(
    statement: Statement,
    branches: readonly Block[],
    flow: Flow,
    jumps: Jumps,
    inLoop: boolean,
  ): Flow {
    let after: Flow = 'dead'
    for (const branch of branches) {
      const own = noJumps()
      const end = run(branch, 'stepless', own, inLoop)
      if ([end, own.leave, own.again, own.returned].includes('stepless')) {
        report(
          statement,
          "a branch of this 'either' can be passed without a step",
          "A branch is taken by its first step; begin it with one, such as 'skip()'",
        )
      }
      after = merge(after, end === 'dead' ? 'dead' : 'stepped')
      for (const jump of ['leave', 'again', 'returned'] as const) {
        if (own[jump] !== 'dead') jumps[jump] = merge(jumps[jump], 'stepped')
      }
    }
    return flow === 'dead' ? 'dead' : after
  }
}
