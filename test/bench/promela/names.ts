/** Names of the model as identifiers of Promela, and so of the C that it becomes. */

const reserved = new Set(
  `active assert atomic auto bit bool break byte case chan char const continue d_step default do double else empty
   enabled end enum eval extern fi float for full get_priority goto hidden if in init inline int len local long ltl mtype
   never nempty nfull notrace now od of pan pc_value pid printf priority proctype provided register return run select set_priority
   short show signed sizeof skip static struct switch timeout trace true false typedef union unless unsigned void
   volatile while xr xs`.split(/\s+/),
)

/** Gives each name that it is asked for an identifier of its own, as near to it as can be. */
export class Names {
  readonly #taken = new Set(reserved)

  /** An identifier that was not given before. */
  fresh(name: string): string {
    const plain = name.replaceAll(/\W+/g, '_').replaceAll(/^_+|_+$/g, '')
    const start = /^[a-z]/i.test(plain) ? plain : `v_${plain}`
    let candidate = start
    for (let i = 2; this.#taken.has(candidate); i++) candidate = `${start}_${i}`
    this.#taken.add(candidate)
    return candidate
  }
}
