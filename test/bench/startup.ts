/** What it takes to check a model of a few states, and how much of that is Node's own start. */

import { run } from './child.ts'
import type { Setting } from './comparison.ts'
import { runFencepost } from './fencepost.ts'
import { median } from './median.ts'

/** Medians, in seconds. */
export interface Startup {
  readonly model: string
  readonly states: number
  readonly seconds: number
  readonly nodeSeconds: number
}

export async function startup({ build, engine, runs, say }: Setting): Promise<Startup> {
  const model = 'peterson'
  say(`${model}: start-up`)
  const own: number[] = []
  const node: number[] = []
  let states = 0
  for (let i = 0; i < runs * 3; i++) {
    node.push((await run(process.execPath, ['-e', '0'])).seconds)
    const options = { parameters: {}, deadlock: true, workers: 1, engine, memory: null }
    const found = await runFencepost(build, build.file('models/classics/peterson.ts'), options)
    own.push(found.seconds)
    states = found.distinct
  }
  return { model, states, seconds: median(own), nodeSeconds: median(node) }
}
