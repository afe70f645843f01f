/** Every sort's terms: a new one is entered by its file and its line here. */

import './array.ts'
import './bag.ts'
import './bool.ts'
import './int.ts'
import './names.ts'
import './optional.ts'
import './record.ts'
import './ring.ts'
import './sequence.ts'
import './set.ts'
import './variant.ts'
