import type { ViewDefinition } from '@fudao/contracts/views'

/** What only programs need; an exact share stands beside its text. */
const technical = ['asOf', 'policyVersion', 'personId', 'list', 'readModel', 'num', 'den']
const isText = (schema: unknown): boolean => (schema as { readonly type?: string }).type === 'string'
/** Fields of a view that people read. */
export const columnsOf = ({ row: { shape } }: ViewDefinition): readonly string[] =>
  Object.keys(shape).filter(
    (field) =>
      !technical.includes(field) && !(`${field}Shown` in shape) && !(field === 'onTimeShare') && !(field === 'id' && isText(shape.id)),
  )
