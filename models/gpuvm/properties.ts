/** What the model has to satisfy, and what has to be possible in it. */

import { all, and, count, or, type BoolTerm, type ModelBuilder } from '../../dsl/index.ts'
import type { Actor, Execution } from './actors.ts'
import type { Head, Objects, VmBo } from './objects.ts'

/** Declares the properties. */
export function declareProperties(
  m: ModelBuilder,
  { extobj, gem, vmBo, vmBos, object, mapped }: Objects,
  actors: readonly Actor[],
  /** Whether somebody walks the list of external objects entry by entry. */
  iterates = false,
) {
  const done = and(...actors.map((actor) => actor.done))
  const live = (each: VmBo) => and(vmBos.isAllocated(each), vmBos.at(each).kref.value.gt(0))

  const executing = actors.flatMap((actor) => actor.executing ?? [])
  /** What is true of each live external object whenever a job executes. */
  const forEachJob = (test: (job: Execution, number: number, vm_bo: VmBo) => BoolTerm) => {
    const jobs = executing.flatMap((job) =>
      mapped.map((vm_bo, number) => and(job.now, live(vm_bo)).implies(test(job, number, vm_bo))),
    )
    return and(...jobs)
  }
  if (executing.length > 0) {
    m.always(
      'a job executes with each live external object locked',
      forEachJob((job, number) => job.holds(object(number))),
    )
    m.always(
      'a job executes with no object evicted',
      forEachJob((_, __, vm_bo) => vmBos.at(vm_bo).evicted.value.not()),
    )
  }
  m.always(
    'an object has one live vm_bo in the VM',
    all(gem, (obj) =>
      count(vmBo, (each) => and(live(each), vmBos.at(each).obj.value.is(obj))).le(1),
    ),
  )
  for (const { witnesses } of actors) {
    for (const [name, seen] of Object.entries(witnesses)) m.reachable(name, seen)
  }
  m.reachable('everybody is done', done)
  const meets = (head: Head, vm_bo: VmBo) => and(extobj.at(head).has(vm_bo), live(vm_bo).not())
  m.reachable(
    'a vm_bo is on the list after its last put',
    or(...mapped.map((vm_bo) => meets('list', vm_bo))),
  )
  if (iterates) {
    m.reachable(
      'a vm_bo is on a local list after its last put',
      or(...mapped.map((vm_bo) => meets('local list A', vm_bo))),
    )
  }
}
