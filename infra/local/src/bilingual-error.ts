/** A failure a person can do something about: one sentence in Chinese, one in English, and the exit code. */
export class BilingualError extends Error {
  override readonly name = 'BilingualError'
  constructor(
    readonly zh: string,
    readonly en: string,
    readonly exitCode = 1,
    options?: ErrorOptions,
  ) {
    super(en, options)
  }
  /** As it is printed: Chinese first. */
  get text(): string {
    return `${this.zh}\n${this.en}`
  }
}
