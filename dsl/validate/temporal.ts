/** Rules of temporal properties: `next` only where it is asked for, and no more tests than a search keeps apart. */

import type { Formula, TemporalProperty } from '../ir.ts'
import type { Mistake } from '../mistake.ts'
import type { Session } from '../session.ts'
import { allFormulas, formulaTests } from '../walk.ts'

/** The truth of so many tests of a state is kept together, and of so many of a step. */
const mostTests = 31

/** What is wrong with the formulas of temporal properties. */
export function temporalMistakes({ temporal }: Pick<Session, 'temporal'>): readonly Mistake[] {
  return temporal.flatMap((property) => [
    ...(property.allowsNext ? [] : countedSteps(property)),
    ...tooManyTests(property),
  ])
}

function countedSteps({ name, formula }: TemporalProperty): readonly Mistake[] {
  return allFormulas(formula)
    .filter(({ kind }) => kind === 'next')
    .map(({ site }) => ({
      site,
      what: `'next' in '${name}' counts steps: whoever splits a step in two changes what it says`,
      remedy:
        "Use 'holdsUntil' or 'leadsTo', or say that it is meant: 'm.temporal(…, { next: true })'",
    }))
}

/** Each part of a conjunction is decided by itself. */
function tooManyTests({ name, formula, site }: TemporalProperty): readonly Mistake[] {
  return conjuncts(formula).flatMap((part) =>
    (['state', 'step'] as const).flatMap((kind) => {
      const tests = formulaTests(part).filter((test) => test.kind === kind)
      const { size } = new Set(tests.map(({ expr }) => expr))
      if (size <= mostTests) return []
      const what = `a part of '${name}' has ${size} different tests of a ${kind}, more than ${mostTests}`
      return [
        {
          site,
          what,
          remedy: "Join tests with 'and', 'or', 'all' or 'some' before they are part of it",
        },
      ]
    }),
  )
}

function conjuncts(formula: Formula): readonly Formula[] {
  return formula.kind === 'and'
    ? [...conjuncts(formula.left), ...conjuncts(formula.right)]
    : [formula]
}
