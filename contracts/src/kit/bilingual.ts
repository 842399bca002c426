/** Every text a person reads exists in Chinese (default) and English. */
export interface Bilingual {
  readonly zh: string
  readonly en: string
}
export type Language = keyof Bilingual
