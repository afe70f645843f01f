/** What a fence may do, as its contract has it: it is published, it is signalled, and there is no way back. */

import { model, oneOf } from '../../dsl/index.ts'

/** Before it is published nobody but its driver knows it, and nobody can wait for it. */
export const fenceStates = model('fence states', {}, (m) => {
  const fence = m.state('fence', oneOf('private', 'published', 'signalled'))

  m.action(
    'Publish',
    {},
    () => fence.eq('private'),
    function* () {
      yield* fence.set('published')
    },
  )
  m.action(
    'Signal',
    {},
    () => fence.eq('published'),
    function* () {
      yield* fence.set('signalled')
    },
  )
  m.mayEnd('signalled', fence.eq('signalled'))
})
