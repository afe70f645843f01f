/** In which forms counterexamples are kept in folders. */

import { itfMark, itfText } from '../itf/trace.ts'
import { snapshotBase, snapshotMark, snapshotText } from '../report/snapshot.ts'
import type { TraceForm } from './trace-folder.ts'

/** Text, for people who review a change. */
export const snapshotForm: TraceForm = {
  extension: '.txt',
  mark: snapshotMark,
  text: snapshotText,
}

/** The Informal Trace Format, for viewers. */
export const itfForm: TraceForm = {
  extension: '.itf.json',
  mark: itfMark,
  text: (report, _suite, cwd) => itfText(report, snapshotBase(report, cwd)),
}
