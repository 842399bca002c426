/** Who holds one number (of staff, of a document), and the revision of the holder's stream when it was claimed; nobody at first. */
export interface NumberClaim {
  readonly holder: string | undefined
  readonly personRevision: number
}
export const freeNumber = (): NumberClaim => ({ holder: undefined, personRevision: -1 })

/** A claim that is asked for. */
export interface Claim {
  readonly personId: string
  readonly personRevision: number
}
export const evolveClaim = (_: NumberClaim, { data }: { readonly data: Claim }): NumberClaim => ({
  holder: data.personId,
  personRevision: data.personRevision,
})

/** What is known of the person who holds the number now. */
export interface Holder {
  readonly revision: number
  readonly usesNumber: boolean
}

/**
 * Whether a claim has been given up. The command that claimed appends to its person's stream with the revision of the claim as
 * the expected one; once that stream has moved on, the command has either succeeded or can no more succeed.
 */
export const isGivenUp = (number: NumberClaim, holder: Holder): boolean => holder.revision > number.personRevision && !holder.usesNumber

/**
 * Whether a number is to be taken: one that is free, one's own, or given up by the holder that was `examined`; otherwise it stays with its
 * holder. A claim of one's own is renewed at a new revision, so that nobody takes it over while the command is on its way.
 */
export const takes = (claim: Claim, s: NumberClaim, examined?: { readonly number: NumberClaim; readonly holder: Holder }): boolean => {
  if (s.holder === undefined) return true
  if (s.holder === claim.personId) return s.personRevision !== claim.personRevision
  const unchanged = s.holder === examined?.number.holder && s.personRevision === examined.number.personRevision
  return examined !== undefined && unchanged && isGivenUp(s, examined.holder)
}
