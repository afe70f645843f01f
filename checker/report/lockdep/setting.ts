/** What a report about locks is told with: the model that it is of, what is known of its lock classes, and the page. */

import type { Model } from '../../../dsl/ir.ts'
import type { LockGraph } from '../../lock-order/lock-graph.ts'
import type { Page } from '../page.ts'

export interface Setting {
  readonly model: Model
  /** Null where nothing was observed. */
  readonly graph: LockGraph | null
  readonly page: Page
}
