/** A flat program in Promela: a process is a proctype, a control point a label, and a step one transition of SPIN. */

import type { Expr, Sort, VariableId } from '../../../dsl/ir.ts'
import type { FlatProcess, Program } from '../../../checker/lower/program.ts'
import type { FlatState } from '../../../checker/lower/state.ts'
import { sortText } from '../../../checker/sort-text.ts'
import { promela } from './expression.ts'
import type { Vocabulary } from './expression.ts'
import { initialState, numbersOf } from './initial.ts'
import { livesOf } from './lives.ts'
import { Locals } from './locals.ts'
import { Names } from './names.ts'
import { pathsFrom, pathsOf } from './paths.ts'
import type { Path } from './paths.ts'
import { Refusal } from './refusal.ts'
import { components, declared, greatest } from './storage.ts'
import { assignments, condition, sequence } from './writes.ts'
import type { Assignment } from './writes.ts'

/**
 * The program as a SPIN user would write it: each step a guard and assignments in one `d_step`, as few bits as SPIN can, and nothing
 * that is no part of the state. It has the same states and transitions, the initial state counted with these as by pan.
 *
 * Left out is what only a wrong model comes to, ranges and the like, except assertions and failures; and so are properties. A process
 * that has ended rests at an end state, for the death of a SPIN process would be a transition. Throws a `Refusal`.
 */
export function translate(program: Program): string {
  return new Translator(program).text()
}

type Lines = readonly string[]

class Translator {
  readonly #program: Program
  readonly #initial: FlatState
  readonly #names = new Names()
  readonly #variables: ReadonlyMap<VariableId, string>
  #spares = 0

  constructor(program: Program) {
    this.#program = program
    this.#initial = initialState(program)
    this.#variables = new Map(
      program.model.variables.map(({ id, name }) => [id, this.#names.fresh(name)]),
    )
  }

  text(): string {
    const { model, processes, actions } = this.#program
    const given = model.parameters.map(({ name, value }) => `${name}=${value}`).join(', ')
    const parts = [
      ...processes.map((flat) => this.#proctype(flat)),
      ...(actions.length === 0 ? [] : [this.#actions()]),
    ]
    const spares = Array.from({ length: this.#spares }, (_, i) => `int ${spareName(i)};`)
    const title = `/* ${model.name}${given === '' ? '' : ` (${given})`} */`
    const sections = [[title], [...this.#globals(), ...spares], ...parts]
    return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`
  }

  #globals(): Lines {
    const { model, threads } = this.#program
    return model.variables.flatMap(({ id, sort, site }) => {
      return components(this.#variable(id), sort, threads, site).map((component) => {
        const { name, fields, elements } = component
        const numbers = numbersOf(sort, this.#initial.variables[id] ?? 0, fields, threads)
        const most = greatest(component.sort, threads, site)
        const value = initializer(numbers)
        return `${declared(name, most, elements)}${value}; /* ${sortText(component.sort)} */`
      })
    })
  }

  #proctype(flat: FlatProcess): Lines {
    const { process, points, slots, first, instances } = flat
    const { threads } = this.#program
    const [start, ...others] = pathsFrom(this.#program, flat, flat.start)
    if (start === undefined || start.target === null || others.length > 0) {
      throw new Refusal(process.site, 'a process that can begin in several ways')
    }
    const paths = points.map(({ transitions }) =>
      transitions.flatMap(({ entry }) => pathsFrom(this.#program, flat, entry)),
    )
    const lives = livesOf(start, paths, slots.length)
    const locals = new Locals(flat, lives, threads, this.#names)
    const words = this.#vocabulary((slot) => locals.held(slot), first)

    const option = (path: Path, point: number): string => {
      const writes = [...this.#shared(path, words), ...locals.writes(path, point, words)]
      return this.#option(path, writes, words, `; goto ${label(flat, path.target)}`)
    }
    // The first point in the text is the one where a process begins.
    const behind = [...lives.reached].filter((point) => point !== start.target)
    const body = [start.target, ...behind.toSorted((a, b) => a - b)].flatMap((point) => {
      const options = (paths[point] ?? []).map((path) => `  ${option(path, point)}`)
      const inside = options.length === 0 ? ['  false;'] : ['  if', ...options, '  fi;']
      return [`${label(flat, point)}:`, ...inside]
    })
    const count = instances === 1 ? '' : `[${instances}] `
    const header = `active ${count}proctype ${this.#names.fresh(process.name)}()`
    const declarations = locals.declarations(this.#initial).map((each) => `  ${each}`)
    return [header, '{', ...declarations, ...body, '}']
  }

  /** Wherever no action can be taken any more, that is an end: SPIN cannot be told where it is a legitimate one. */
  #actions(): Lines {
    const words = this.#vocabulary(() => {
      throw new Error('an action has no locals')
    }, null)
    const options = this.#program.actions
      .flatMap((action) => pathsOf(this.#program, action))
      .map((path) => `  ${this.#option(path, this.#shared(path, words), words, '')}`)
    const name = this.#names.fresh('actions')
    return [`active proctype ${name}()`, '{', 'end:', '  do', ...options, '  od', '}']
  }

  /** A selection's option. What is a single statement needs no `d_step`. */
  #option(path: Path, writes: readonly Assignment[], words: Vocabulary, onward: string): string {
    const guard = condition(path.guard, words)
    const statements = [
      ...path.checks.map(({ test }) => `assert(${promela(test, words)})`),
      ...sequence(writes, (spare) => this.#spare(spare)),
    ]
    const comment = ` /* ${path.name} */`
    if (statements.length === 0) return `:: ${guard ?? 'true'}${onward}${comment}`
    const together = statements.join('; ')
    if (guard === null && statements.length === 1) return `:: ${together}${onward}${comment}`
    const guarded = guard === null ? '' : `${guard} -> `
    return `:: d_step { ${guarded}${together} }${onward}${comment}`
  }

  /** What a path writes to variables. */
  #shared(path: Path, words: Vocabulary): readonly Assignment[] {
    return [...path.variables].flatMap(([variable, value]) => {
      const { site } = value
      const place: Expr = {
        kind: 'variable',
        variable,
        access: 'model',
        sort: this.#sort(variable),
        site,
      }
      return assignments(place, value, words)
    })
  }

  #vocabulary(slot: Vocabulary['slot'], self: number | null): Vocabulary {
    const { threads, processes } = this.#program
    return {
      threads,
      variable: (id) => this.#variable(id),
      slot,
      firstThread: (process) => processes[process]?.first ?? 0,
      self,
    }
  }

  #variable(id: VariableId): string {
    const name = this.#variables.get(id)
    if (name === undefined) throw new Error('there is no such variable')
    return name
  }

  #sort(id: VariableId): Sort {
    const variable = this.#program.model.variables[id]
    if (variable === undefined) throw new Error('there is no such variable')
    return variable.sort
  }

  #spare(number: number): string {
    this.#spares = Math.max(this.#spares, number + 1)
    return spareName(number)
  }
}

function label(flat: FlatProcess, point: number | null): string {
  const isEnd = flat.process.daemon || flat.points[point ?? -1]?.statement === null
  return `${isEnd ? 'end' : 'p'}${point}`
}

function spareName(number: number): string {
  return `spare_${number}`
}

/** Variables are 0 where nothing is said. */
function initializer(numbers: readonly number[]): string {
  const [first = 0] = numbers
  if (numbers.some((each) => each !== first)) return ` = { ${numbers.join(', ')} }`
  return first === 0 ? '' : ` = ${first}`
}
