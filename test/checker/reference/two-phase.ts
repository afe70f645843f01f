/** Two-phase commit as in the TLA+ original: actions only, and the messages sent as a set of records. */

import type { Effect, Expr, Model } from '../../../dsl/ir.ts'
import * as b from './build.ts'

export function twoPhase(managers: number): Model {
  const rm = b.identity('rm', managers)
  const rmStates = b.oneOf('working', 'prepared', 'committed', 'aborted')
  const tmStates = b.oneOf('init', 'committed', 'aborted')
  const message = b.variantOf({ prepared: rm, commit: null, abort: null })
  const rmState = b.variable(0, b.arrayOf(rm, rmStates))
  const tmState = b.variable(1, tmStates)
  const tmPrepared = b.variable(2, b.setOf(rm))
  const messages = b.variable(3, b.setOf(message))

  const inState = (of: Expr, state: string): Expr => {
    return b.equal(
      b.node('element', rmStates, { array: rmState, index: of }),
      b.literal(state, rmStates),
    )
  }
  const setState = (of: Expr, state: string): Effect => {
    return b.assign(b.place(rmState, b.inElement(of)), b.literal(state, rmStates))
  }
  const tmInit = b.equal(tmState, b.literal('init', tmStates))
  const prepared = (of: Expr): Expr => b.node('variant', message, { tag: 'prepared', value: of })
  const plain = (tag: string): Expr => b.node('variant', message, { tag, value: null })
  const with_ = (set: Expr, element: Expr): Expr => {
    const right = b.collection(set.sort, [element])
    return b.node('setOperation', set.sort, { operator: 'union', left: set, right })
  }
  const send = (sent: Expr): Effect => b.assign(messages, with_(messages, sent))
  const each = b.binder('r', rm)
  const everyone = b.node('quantifier', b.setOf(rm), {
    quantifier: 'filter',
    binder: each,
    domain: b.sortDomain(rm),
    body: b.yes,
  })
  const initial = b.binder('r', rm)
  const r = b.binder('r', rm)
  return b.model({
    variables: [
      [
        'rmState',
        rmState.sort,
        b.node('array', rmState.sort, { binder: initial, body: b.literal('working', rmStates) }),
      ],
      ['tmState', tmStates, b.literal('init', tmStates)],
      ['tmPrepared', tmPrepared.sort, b.collection(tmPrepared.sort, [])],
      ['messages', messages.sort, b.collection(messages.sort, [])],
    ],
    actions: [
      [
        'TMCommit',
        [],
        b.test(tmInit, 'and', b.equal(tmPrepared, everyone)),
        [b.assign(tmState, b.literal('committed', tmStates)), send(plain('commit'))],
      ],
      [
        'TMAbort',
        [],
        tmInit,
        [b.assign(tmState, b.literal('aborted', tmStates)), send(plain('abort'))],
      ],
      [
        'TMRcvPrepared',
        [r],
        b.test(tmInit, 'and', b.member(prepared(b.use(r)), messages)),
        [b.assign(tmPrepared, with_(tmPrepared, b.use(r)))],
      ],
      [
        'RMPrepare',
        [r],
        inState(b.use(r), 'working'),
        [setState(b.use(r), 'prepared'), send(prepared(b.use(r)))],
      ],
      ['RMChooseToAbort', [r], inState(b.use(r), 'working'), [setState(b.use(r), 'aborted')]],
      [
        'RMRcvCommitMsg',
        [r],
        b.member(plain('commit'), messages),
        [setState(b.use(r), 'committed')],
      ],
      ['RMRcvAbortMsg', [r], b.member(plain('abort'), messages), [setState(b.use(r), 'aborted')]],
    ],
  })
}
