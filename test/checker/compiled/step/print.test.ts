/** The text of a module: what a person reads of it. */

import { describe, expect, test } from 'vitest'
import { generate } from '../../../../checker/compiled/step/generate.ts'
import { printed } from '../../../../checker/compiled/step/print.ts'
import type { Wat } from '../../../../checker/compiled/wat.ts'
import { lower } from '../../../../checker/lower/lower.ts'
import { assign, label, loop, model, place, process, step } from '../../lower/build.ts'
import {
  array,
  arrayOf,
  bool,
  element,
  index,
  no,
  not,
  of,
  self,
  variable,
  yes,
} from '../../lower/terms.ts'

const seat = index('seat', 3)
const taken = variable(0, 'taken', array(seat, bool), arrayOf(seat, no))
const whole = model({
  variables: [taken],
  processes: [
    process(
      'holder',
      [
        loop([
          step('take', not(element(of(taken), self(seat))), assign(place(taken, self(seat)), yes)),
          label('holding'),
          step('put', null, assign(place(taken, self(seat)), no)),
        ]),
      ],
      { sort: seat },
    ),
  ],
})

/** The tree without its comments. */
function bare(wat: Wat): Wat {
  if (typeof wat === 'string') return wat
  return wat.filter((part) => typeof part !== 'string' || !part.startsWith(';;')).map(bare)
}

test('a process is read with its states, its statements and its effects', () => {
  const { fields } = generate(lower(whole), true)
  expect(`\n${printed(fields.slice(0, 2))}\n`).toMatchInlineSnapshot(`
    "
    (func $expand
      (param $moment i64)
      (global.set $written0 (i64.const 1))
      (global.set $blocked (global.get $scratch))
      (call $process.0.holder (local.get $moment))
      (global.set $enabled (i64.ne (i64.and (global.get $written0) (i64.const 2)) (i64.const 0))))

    (func $process.0.holder
      (param $moment i64)
      (local $next.6 i64)
      (local $next.8 i64)
      (local $next.14 i64)
      (local $next.16 i64)
      (local $next.22 i64)
      (local $next.24 i64)
      ;; process holder: threads 0 to 2
      ;; thread 0
      (block $rested.1
      (block $point.1.3
      (block $point.0.2
        (br_table $point.0.2 $point.1.3 $rested.1
          (i32.wrap_i64
            (i64.and (i64.shr_u (i64.load offset=0 (local.get $moment)) (i64.const 3)) (i64.const 1)))))
        ;; at holder#1
        (global.set $enabled (i32.const 0))
        ;; step holder#1 take
        ;; guard not taken[self]
        (if
          (i32.eqz
            (i32.wrap_i64
              (i64.and (i64.shr_u (i64.load offset=0 (local.get $moment)) (i64.const 2)) (i64.const 1))))
          (then
            ;; do taken[self] := true
            (local.set $next.6 (i64.load (local.get $moment)))
            (local.set $next.6 (i64.or (local.get $next.6) (i64.const 4)))
            ;; rest at 1
            (local.set $next.6 (i64.xor (local.get $next.6) (i64.const 8)))
            (i64.store (global.get $out) (local.get $next.6))
            (i64.store offset=8 (global.get $out) (i64.const 0))
            (global.set $enabled (i32.const 1))
            (global.set $out (i64.add (global.get $out) (i64.const 16)))
            (if (i64.ge_u (global.get $out) (global.get $limit)) (then (call $flush)))))
        (if
          (global.get $enabled)
          (then (global.set $written0 (i64.or (global.get $written0) (i64.const 2))))
          (else
            (i64.store (global.get $blocked) (i64.const 65536))
            (global.set $blocked (i64.add (global.get $blocked) (i64.const 8)))))
        (br $rested.1))
        ;; at holder#3 [holding]
        ;; step holder#3 put
        ;; do taken[self] := false
        (local.set $next.8 (i64.load (local.get $moment)))
        (local.set $next.8 (i64.and (local.get $next.8) (i64.const -5)))
        ;; rest at 0
        (local.set $next.8 (i64.xor (local.get $next.8) (i64.const 8)))
        (i64.store (global.get $out) (local.get $next.8))
        (i64.store offset=8 (global.get $out) (i64.const 0))
        (global.set $enabled (i32.const 1))
        (global.set $out (i64.add (global.get $out) (i64.const 16)))
        (if (i64.ge_u (global.get $out) (global.get $limit)) (then (call $flush)))
        (global.set $written0 (i64.or (global.get $written0) (i64.const 2))))
      ;; thread 1
      (block $rested.9
      (block $point.1.11
      (block $point.0.10
        (br_table $point.0.10 $point.1.11 $rested.9
          (i32.wrap_i64
            (i64.and (i64.shr_u (i64.load offset=0 (local.get $moment)) (i64.const 4)) (i64.const 1)))))
        ;; at holder#1
        (global.set $enabled (i32.const 0))
        ;; step holder#1 take
        ;; guard not taken[self]
        (if
          (i32.eqz
            (i32.wrap_i64
              (i64.and (i64.shr_u (i64.load offset=0 (local.get $moment)) (i64.const 1)) (i64.const 1))))
          (then
            ;; do taken[self] := true
            (local.set $next.14 (i64.load (local.get $moment)))
            (local.set $next.14 (i64.or (local.get $next.14) (i64.const 2)))
            ;; rest at 1
            (local.set $next.14 (i64.xor (local.get $next.14) (i64.const 16)))
            (i64.store (global.get $out) (local.get $next.14))
            (i64.store offset=8 (global.get $out) (i64.const 4294967296))
            (global.set $enabled (i32.const 1))
            (global.set $out (i64.add (global.get $out) (i64.const 16)))
            (if (i64.ge_u (global.get $out) (global.get $limit)) (then (call $flush)))))
        (if
          (global.get $enabled)
          (then (global.set $written0 (i64.or (global.get $written0) (i64.const 2))))
          (else
            (i64.store (global.get $blocked) (i64.const 65536))
            (global.set $blocked (i64.add (global.get $blocked) (i64.const 8)))))
        (br $rested.9))
        ;; at holder#3 [holding]
        ;; step holder#3 put
        ;; do taken[self] := false
        (local.set $next.16 (i64.load (local.get $moment)))
        (local.set $next.16 (i64.and (local.get $next.16) (i64.const -3)))
        ;; rest at 0
        (local.set $next.16 (i64.xor (local.get $next.16) (i64.const 16)))
        (i64.store (global.get $out) (local.get $next.16))
        (i64.store offset=8 (global.get $out) (i64.const 4294967296))
        (global.set $enabled (i32.const 1))
        (global.set $out (i64.add (global.get $out) (i64.const 16)))
        (if (i64.ge_u (global.get $out) (global.get $limit)) (then (call $flush)))
        (global.set $written0 (i64.or (global.get $written0) (i64.const 2))))
      ;; thread 2
      (block $rested.17
      (block $point.1.19
      (block $point.0.18
        (br_table $point.0.18 $point.1.19 $rested.17
          (i32.wrap_i64
            (i64.and (i64.shr_u (i64.load offset=0 (local.get $moment)) (i64.const 5)) (i64.const 1)))))
        ;; at holder#1
        (global.set $enabled (i32.const 0))
        ;; step holder#1 take
        ;; guard not taken[self]
        (if
          (i32.eqz (i32.wrap_i64 (i64.and (i64.load offset=0 (local.get $moment)) (i64.const 1))))
          (then
            ;; do taken[self] := true
            (local.set $next.22 (i64.load (local.get $moment)))
            (local.set $next.22 (i64.or (local.get $next.22) (i64.const 1)))
            ;; rest at 1
            (local.set $next.22 (i64.xor (local.get $next.22) (i64.const 32)))
            (i64.store (global.get $out) (local.get $next.22))
            (i64.store offset=8 (global.get $out) (i64.const 8589934592))
            (global.set $enabled (i32.const 1))
            (global.set $out (i64.add (global.get $out) (i64.const 16)))
            (if (i64.ge_u (global.get $out) (global.get $limit)) (then (call $flush)))))
        (if
          (global.get $enabled)
          (then (global.set $written0 (i64.or (global.get $written0) (i64.const 2))))
          (else
            (i64.store (global.get $blocked) (i64.const 65536))
            (global.set $blocked (i64.add (global.get $blocked) (i64.const 8)))))
        (br $rested.17))
        ;; at holder#3 [holding]
        ;; step holder#3 put
        ;; do taken[self] := false
        (local.set $next.24 (i64.load (local.get $moment)))
        (local.set $next.24 (i64.and (local.get $next.24) (i64.const -2)))
        ;; rest at 0
        (local.set $next.24 (i64.xor (local.get $next.24) (i64.const 32)))
        (i64.store (global.get $out) (local.get $next.24))
        (i64.store offset=8 (global.get $out) (i64.const 8589934592))
        (global.set $enabled (i32.const 1))
        (global.set $out (i64.add (global.get $out) (i64.const 16)))
        (if (i64.ge_u (global.get $out) (global.get $limit)) (then (call $flush)))
        (global.set $written0 (i64.or (global.get $written0) (i64.const 2)))))
    "
  `)
})

test('comments are all that is added for a reader', () => {
  const program = lower(whole)
  expect(generate(program, true).fields.map(bare)).toEqual(generate(program).fields)
})

test('the same model has the same text', () => {
  const text = (): string => printed(generate(lower(whole), true).fields)
  expect(text()).toBe(text())
})

describe('what is printed', () => {
  test('is on one line where it fits', () => {
    expect(printed([['i64.add', ['i64.const', '1'], ['i64.const', '2']]])).toBe(
      '(i64.add (i64.const 1) (i64.const 2))',
    )
  })

  test('is within 100 columns, and closed behind a comment on the next line', () => {
    const comment = `;; ${'word '.repeat(40).trim()}`
    const text = printed([['block', '$a', comment]])
    expect(text.split('\n').every((line) => line.length <= 100)).toBe(true)
    expect(text.split('\n').at(-1)).toBe(')')
  })

  test('stands no further in for blocks that begin with one another', () => {
    const text = printed([['block', '$a', ['block', '$b', ';; inside'], ';; behind']])
    expect(text.split('\n')).toEqual([
      '(block $a',
      '(block $b',
      '  ;; inside',
      ')',
      '  ;; behind',
      ')',
    ])
  })
})

test('a sequence of words that is too long is broken between them', () => {
  const labels = Array.from({ length: 30 }, (_, i) => `$label.${i}`)
  const text = printed([['br_table', ...labels, ['i32.const', '0']]])
  expect(text.split('\n').length).toBeGreaterThan(2)
  expect(text.split('\n').every((line) => line.length <= 100)).toBe(true)
})
