/** Bodies as their IR is, one statement a line: `2 step set: n := plus(n, 1)`. */

import type { Block, Effect, Expr, Model, Place, Statement, Wait } from '../../dsl/ir.ts'
import { exprText, namesIn } from './ir-text.ts'

/** The statements of the block, those inside further to the right; a block's own locals stand before them. */
export function bodyText(body: Block, model: Model): string {
  const names = namesIn(body)
  const expr = (each: Expr) => exprText(each, model, names)
  return lines(body, '').join('\n')

  function lines(block: Block, indent: string): readonly string[] {
    const locals = block.locals.map(({ name }) => name)
    return [
      ...(locals.length === 0 ? [] : [`${indent}locals ${locals.join(', ')}`]),
      ...block.statements.flatMap((each) => {
        const [head, ...inside] = statement(each, `${indent}  `)
        return [`${indent}${each.ordinal} ${head}`, ...inside]
      }),
    ]
  }

  function statement(each: Statement, indent: string): readonly string[] {
    const step = 'step' in each && each.step ? ' (step)' : ''
    switch (each.kind) {
      case 'step': {
        const guard = each.guard === null ? '' : ` if ${expr(each.guard)}`
        const waits = each.wait === null ? '' : ` waits for ${waitText(each.wait)}`
        return [`step ${each.name}${guard}${waits}${effects(each.effects)}`]
      }
      case 'compute':
        return [`compute${effects(each.effects)}`]
      case 'label':
        return [`label ${each.label}`]
      case 'when':
        return [
          `when${step} ${expr(each.test)}`,
          ...lines(each.then, indent),
          ...(each.otherwise.statements.length === 0 ? [] : [`${indent}else`]),
          ...lines(each.otherwise, indent),
        ]
      case 'loop':
      case 'atomic':
        return [each.kind, ...lines(each.body, indent)]
      case 'until':
        return [`until${step} ${expr(each.test)}`, ...lines(each.body, indent)]
      case 'either':
        return [
          'either',
          ...each.branches.flatMap((branch) => [`${indent}or`, ...lines(branch, indent)]),
        ]
      case 'call': {
        const callee = model.procedures[each.procedure]?.name ?? '?'
        const result = each.result === null ? '' : `${names.locals.get(each.result)} := `
        return [`call${step} ${result}${callee}(${each.arguments.map(expr).join(', ')})`]
      }
      case 'return':
        return [`return${step}${each.value === null ? '' : ` ${expr(each.value)}`}`]
      default:
        return [each.kind]
    }
  }

  function effects(list: readonly Effect[]): string {
    return list.length === 0 ? '' : `: ${list.map(effect).join('; ')}`
  }

  function effect(each: Effect): string {
    switch (each.kind) {
      case 'assign': {
        const access = each.access === 'model' ? '' : ` (${each.access})`
        return `${placeText(each.place)} := ${expr(each.value)}${access}`
      }
      case 'when':
        return `when ${expr(each.test)} {${effects(each.then)}}{${effects(each.otherwise)}}`
      case 'forEach':
        return `forEach ${each.binder.name} {${effects(each.body)}}`
      case 'pick':
        return `pick ${each.binder.name}${each.filter === null ? '' : ` if ${expr(each.filter)}`}`
      case 'assert':
        return `assert ${expr(each.test)}`
      case 'fail':
        return 'fail'
    }
  }

  function placeText({ root, path }: Place): string {
    const name =
      root.kind === 'local' ? names.locals.get(root.local) : model.variables[root.variable]?.name
    return `${name}${path.map((s) => (s.kind === 'field' ? `.${s.field}` : `[${expr(s.index)}]`)).join('')}`
  }

  function waitText(wait: Wait): string {
    if (wait.kind === 'any') return `any of ${wait.of.map(waitText).join(' or ')}`
    if (wait.kind === 'lock') return `lock ${wait.lock} of ${expr(wait.holders)}`
    return `event ${wait.event}${wait.by === null ? '' : ` by ${expr(wait.by)}`}`
  }
}
