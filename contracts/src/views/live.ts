import { z } from 'zod'

/** A change of a read model, on `live.<campus>` after its commit. Empty `ids`: anything of the view. */
export const liveChange = z.object({ view: z.string(), ids: z.array(z.string()), position: z.string() })
export type LiveChange = z.output<typeof liveChange>
