/** A broken rule: a stable code, the rules it applies (`R-AK-71`) and the values the message needs. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  constructor(
    readonly code: string,
    readonly rules: readonly string[],
    readonly params: Readonly<Record<string, unknown>> = {},
  ) {
    super(`${code} [${rules.join(', ')}]`)
  }
}
/** Ends a decision with a {@link Refusal}. */
export const refuse = (code: string, rules: readonly string[], params: Readonly<Record<string, unknown>> = {}): never => {
  throw new Refusal(code, rules, params)
}
