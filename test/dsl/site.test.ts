/** Sites: the author's line, and those of primitives on the way to it. */

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  bool,
  forever,
  int,
  model,
  procedure,
  skip,
  suite,
  when,
  type ModelBuilder,
} from '../../dsl/index.ts'
import type { Model, Statement } from '../../dsl/ir.ts'
import { cpu, mutex, plain } from '../../dsl/kernel/index.ts'
import { here, nowhere, Site, type Frame } from '../../dsl/site.ts'
import { visitStatements } from '../../dsl/walk.ts'

const source = readFileSync(import.meta.filename, 'utf8').split('\n')

/** The text at the place, up to the first parenthesis. */
function textAt({ file, line, column }: Frame): string {
  const lines = file === import.meta.filename ? source : readFileSync(file, 'utf8').split('\n')
  return (lines[line - 1] ?? '').slice(column - 1).replace(/\(.*/, '')
}

function author(site: Site): string {
  return site.author === null ? 'nowhere' : textAt(site.author)
}

function built(build: (m: ModelBuilder) => void): Model {
  return model('sites', {}, build).instantiate()
}

function statements(model: Model): readonly Statement[] {
  const found: Statement[] = []
  for (const { body } of [...model.processes, ...model.procedures]) {
    visitStatements(body, (each) => found.push(each))
  }
  return found
}

describe('the site', () => {
  test("of a declaration is the author's call", () => {
    const made = built((m) => {
      const n = m.state('n', int(0, 3))
      m.action(
        'Add',
        {},
        () => n.lt(3),
        function* () {
          yield* n.update((before) => before.plus(1))
        },
      )
      m.always('small', n.le(3))
      m.process('p', function* () {
        yield* skip()
      })
    })
    expect(author(made.site)).toBe('model')
    expect(made.variables.map(({ site }) => author(site))).toEqual(['state'])
    expect(made.actions.map(({ site }) => author(site))).toEqual(['action'])
    expect(made.properties.map(({ site, expr }) => [author(site), author(expr.site)])).toEqual([
      ['always', 'le'],
    ])
    expect(made.processes.map(({ site }) => author(site))).toEqual(['process'])
  })

  test('of a statement ends at the body that it stands in', () => {
    const made = built((m) => {
      const n = m.state('n', int(0, 3))
      const reset = procedure(function* reset() {
        yield* n.set(0)
      })
      m.process('p', function* () {
        yield* forever(function* () {
          yield* when(n.eq(3), function* () {
            yield* reset()
          })
        })
      })
    })
    const [whole] = made.processes[0]?.body.statements ?? []
    expect(whole?.site.frames.map(textAt)).toEqual(['forever'])
    expect(statements(made).map(({ site }) => site.frames.map(textAt))).toEqual([
      ['forever'],
      ['when'],
      ['reset'],
      ['set'],
    ])
  })

  test('of a primitive goes through its lines', () => {
    const made = built((m) => {
      const resv = m.state('resv', mutex('resv'))
      const users = m.state('users', plain(int(0, 3)))
      m.process('p', function* () {
        yield* resv.lock()
        yield* users.store(1)
      })
    })
    for (const { site } of statements(made)) {
      expect(site.author?.file).toBe(import.meta.filename)
    }
    const through = statements(made).map(({ site }) => site.through)
    expect(through.map((frames) => frames.map(({ file }) => basename(file)))).toEqual([
      ['owned-lock.ts', 'mutex.ts'],
      ['c-access.ts', 'variable.ts'],
    ])
    expect(through.map(([innermost]) => innermost && textAt(innermost))).toEqual(['step', 'step'])
    expect(statements(made).map(({ site }) => author(site))).toEqual(['lock', 'store'])
  })

  test("of an effect inside of a primitive leads to the author's line too", () => {
    const made = built((m) => {
      const users = m.state('users', plain(int(0, 3)))
      m.process('p', function* () {
        yield* users.store(1)
      })
    })
    const [store] = statements(made)
    const [effect] = store?.kind === 'step' ? store.effects : []
    expect(effect?.site.through.map(textAt)).toEqual(['writeAs<S>', 'write', 'step', 'step'])
    expect(effect === undefined ? '' : author(effect.site)).toBe('store')
  })

  test("of what a function of the author's builds is in that function, and its callers follow", () => {
    const made = built((m) => {
      const n = m.state('n', bool)
      const clear = () => n.set(false)
      function* both() {
        yield* clear()
      }
      m.process('p', function* () {
        yield* both()
      })
    })
    const [only] = statements(made)
    expect(only?.site.frames.map(textAt)).toEqual(['set', 'clear', 'both'])
    expect(only?.site.through).toEqual([])
  })

  test("of a body of the author's that a primitive runs is in that body", () => {
    const made = built((m) => {
      const cpu0 = m.state('cpu0', cpu)
      const lock = m.state('lock', mutex('lock'))
      m.process('irq', { on: cpu0, context: 'hardirq' }, function* () {
        yield* cpu0.hardirq(function* () {
          yield* lock.trylock()
        })
      })
    })
    const [, inside] = statements(made)
    expect(inside?.site.inBody && textAt(inside.site.inBody)).toBe('trylock')
  })

  test('of a suite, which nothing runs, is where it is called', () => {
    const site = suite('none', []).site // here
    expect(source[(site.author?.line ?? 0) - 1]).toContain('// here')
  })

  test('that no file has is shown as unknown', () => {
    expect(nowhere.toString()).toBe('(unknown)')
    expect(nowhere.author).toBeNull()
    expect(nowhere.through).toEqual([])
  })

  test('is shown as file, line and column', () => {
    expect(here().toString()).toMatch(/site\.test\.ts:\d+:\d+$/)
  })
})

describe('a stack', () => {
  const frames = (stack: string) => new Site({ stack }).frames

  test.each([
    ['    at f (file:///a/b.ts:1:2)', '/a/b.ts'],
    ['    at file:///a/b.ts:1:2', '/a/b.ts'],
    ['    at async file:///a/b.ts:1:2', '/a/b.ts'],
    ['    at f (/a/b.ts:1:2)', '/a/b.ts'],
    ['    at Object.f [as g] (/a/b (copy)/c d.ts:1:2)', '/a/b (copy)/c d.ts'],
    ['    at f (file:///a/b%20c.ts:1:2)', '/a/b c.ts'],
  ])('names a file: %s', (line, file) => {
    expect(frames(line)).toEqual([{ file, line: 1, column: 2 }])
  })

  test.each([
    ['    at ModuleJob.run (node:internal/modules/esm/module_job:430:25)'],
    ['    at node:internal/main/run_main_module:36:49'],
    ['    at Generator.next (<anonymous>)'],
    ['Error: /a/b.ts:1:2'],
  ])('names none: %s', (line) => {
    expect(frames(line)).toEqual([])
  })
})

test("are the same under Node's own type stripping", () => {
  const folder = mkdtempSync(join(tmpdir(), 'fencepost-site-'))
  try {
    const file = join(folder, 'model.ts')
    const dsl = join(import.meta.dirname, '../../dsl')
    const text = `import { int, model, type ModelBuilder } from '${dsl}/index.ts'
import { plain } from '${dsl}/kernel/index.ts'
const declare = (m: ModelBuilder): void => {
  const users = m.state('users', plain(int(0, 3)))
  m.process<'p'>('p', function* () {
    yield* users.store(1)
  })
}
const built = model('m', {}, declare).instantiate()
const site = built.processes[0]!.body.statements[0]!.site
console.log(String(site), site.frames.length, String(built.site))
`
    writeFileSync(file, text)
    const [statement, frames, whole] = execFileSync(process.execPath, [file], { encoding: 'utf8' })
      .trim()
      .split(' ')
    expect(statement).toBe(`${file}:6:18`)
    expect(frames).toBe('3')
    expect(whole).toBe(`${file}:9:15`)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
