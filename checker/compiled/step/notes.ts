/** Comments for who reads the module: what the model says at each place. */

import type { Condition, Model, Property } from '../../../dsl/ir.ts'
import { expressionText } from '../../expression-text.ts'
import { effectLines, withSlots } from '../../lower/program-text.ts'
import type { FlatAction, FlatProcess, Operation } from '../../lower/program.ts'
import type { Wat } from '../wat.ts'

/** Each gives comments, one a line. */
export interface Notes {
  readonly process: (flat: FlatProcess) => readonly Wat[]
  /** `rank` is null where it stands for all instances. */
  readonly instance: (flat: FlatProcess, rank: bigint | null) => readonly Wat[]
  readonly station: (flat: FlatProcess, points: readonly number[]) => readonly Wat[]
  readonly operation: (flat: FlatProcess, operation: Operation) => readonly Wat[]
  readonly action: (action: FlatAction) => readonly Wat[]
  readonly asked: (kind: string, declared: Property | Condition) => readonly Wat[]
}

const none = (): readonly Wat[] => []

/** Of a module that nobody reads. */
export const silent: Notes = {
  process: none,
  instance: none,
  station: none,
  operation: none,
  action: none,
  asked: none,
}

/** In the words of the program's text. */
export class Annotations implements Notes {
  readonly #model: Model
  /** The model in which the slots of a process have names. */
  readonly #named = new Map<FlatProcess, Model>()

  constructor(model: Model) {
    this.#model = model
  }

  process({ process, instances, first }: FlatProcess): readonly Wat[] {
    const last = first + instances - 1
    const threads = instances === 1 ? `thread ${first}` : `threads ${first} to ${last}`
    return comments(`process ${process.name}: ${threads}`)
  }

  instance({ instances, first }: FlatProcess, rank: bigint | null): readonly Wat[] {
    return instances === 1 || rank === null ? [] : comments(`thread ${first + Number(rank)}`)
  }

  station(flat: FlatProcess, points: readonly number[]): readonly Wat[] {
    return points.flatMap((number) => {
      const { statement = null, labels = [] } = flat.points[number] ?? {}
      const at = statement === null ? 'end' : (flat.statements[statement]?.id ?? '?')
      return comments(`at ${at}${labels.length === 0 ? '' : ` [${labels.join(' ')}]`}`)
    })
  }

  operation(flat: FlatProcess, operation: Operation): readonly Wat[] {
    const model = this.#withSlots(flat)
    switch (operation.kind) {
      case 'take': {
        const { id = '?', name = '?' } = flat.statements[operation.statement] ?? {}
        return comments(`step ${id} ${name}`)
      }
      case 'guard':
        return comments(`guard ${expressionText(operation.test, model)}`)
      case 'effects':
        return comments(...effectLines(operation.effects, model))
      case 'evaluate':
        return comments(`evaluate ${expressionText(operation.value, model)}`)
      case 'branch':
        return comments(`if ${expressionText(operation.test, model)}`)
      case 'kill': {
        const names = operation.slots.map((slot) => `${flat.slots[slot]?.name}_${slot}`)
        return comments(`kill ${names.join(', ')}`)
      }
      case 'fork':
        return comments(
          operation.branches.length === 1 ? 'the only branch' : 'one way after the other',
        )
      case 'depart':
        return comments('depart')
      case 'rest':
        return comments(`rest at ${operation.point}`)
    }
  }

  action({ step, guard, effects }: FlatAction): readonly Wat[] {
    return comments(
      `action ${step.id}`,
      ...(guard === null ? [] : [`guard ${expressionText(guard, this.#model)}`]),
      ...effectLines(effects, this.#model),
    )
  }

  asked(kind: string, { name, expr }: Property | Condition): readonly Wat[] {
    return comments(`${kind} '${name}': ${expressionText(expr, this.#model)}`)
  }

  #withSlots(flat: FlatProcess): Model {
    let found = this.#named.get(flat)
    if (found === undefined) {
      found = withSlots(flat, this.#model)
      this.#named.set(flat, found)
    }
    return found
  }
}

/** A text may have any characters in it: those that end a line do not. */
function comments(...texts: readonly string[]): readonly Wat[] {
  return texts.map((text) => `;; ${text.replaceAll(/[\r\n]+/g, ' ')}`)
}
