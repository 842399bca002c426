import { columnTitle, figureKinds, type ViewDefinition, type WhyKind } from '@fudao/contracts/views'
import { Segmented } from 'antd'
import { useView } from '../api/queries'
import { type Column, DataTable } from '../parts/data-table'
import { WhyButton } from '../parts/why-button'
import type { Session } from '../session/session'
import { type Sayer, sayValue } from '../state/say-value'
import { useUrl } from '../state/url'
import { columnsOf } from '../state/view-columns'
import { useTexts } from '../texts/language'

type Row = Readonly<Record<string, unknown>> & { readonly id: string }

const optionsOf = (schema: unknown): readonly string[] => {
  const inner = (schema as { readonly unwrap?: () => unknown }).unwrap?.() as { readonly options?: readonly unknown[] } | undefined
  return (inner?.options ?? []).filter((option): option is string => typeof option === 'string')
}
const whyOf = (view: string): WhyKind | undefined =>
  view === 'assessment-progress' ? 'assessment' : figureKinds.find((kind) => kind === view)

/** Any view by its definition: a new one needs no page of its own, only titles of its columns. */
export const ViewPage = ({ session, view }: { readonly session: Session; readonly view: ViewDefinition }) => {
  const { t, word, language } = useTexts()
  const { url, change } = useUrl()
  const say: Sayer = { language, word, yes: t.yes, no: t.no, comma: t.comma }
  const choices = Object.entries(view.filter.shape).flatMap(([key, schema]) => {
    const options = optionsOf(schema)
    return options.length > 0 ? [{ key, options }] : []
  })
  // What no row can tell (which list, which post) is asked of the server; its first choice is the default.
  const asked = choices.filter(({ key }) => key === 'list' || !(key in view.row.shape))
  const chosen = ({ key, options }: (typeof choices)[number]): string => options.find((o) => o === url.params[key]) ?? options[0] ?? ''
  const optional = asked.filter(({ key }) => key !== 'list' && key !== 'post')
  const segmented = asked.filter((choice) => !optional.includes(choice))
  const query = useView<Row>(session, language, view.name, {
    ...Object.fromEntries(segmented.map((choice) => [choice.key, chosen(choice)])),
    ...Object.fromEntries(optional.flatMap(({ key }) => (url.params[key] ? [[key, url.params[key]]] : []))),
  })
  const items = query.data?.items ?? []
  const why = whyOf(view.name)
  const textOf = (row: Row, field: string): string | null =>
    sayValue(row[field], say, columnTitle(field).hundredths, !/Id$|^name$|Ref$/.test(field))
  const subjectOf = ({ id, name, rank }: Row): string => (typeof name === 'string' ? name : word(typeof rank === 'string' ? rank : id))
  const columns: readonly Column<Row>[] = [
    ...columnsOf(view)
      // A list of one shape leaves the columns of the others empty.
      .filter((field) => items.length === 0 || items.some((row) => textOf(row, field) !== null))
      .map((field) => ({ key: field, title: columnTitle(field)[language], text: (row: Row) => textOf(row, field) })),
    ...(why
      ? [
          {
            key: 'why',
            title: t.why,
            unordered: true,
            text: (row: Row) => row.id,
            render: (row: Row) => <WhyButton kind={why} id={row.id} subject={subjectOf(row)} />,
          },
        ]
      : []),
  ]
  const labelOf = (option: string): string => (option === 'true' ? t.yes : option === 'false' ? t.no : word(option))
  return (
    <>
      {segmented.map((choice) => (
        <Segmented
          key={choice.key}
          aria-label={columnTitle(choice.key)[language]}
          style={{ marginBlockEnd: 16, maxInlineSize: '100%', overflowX: 'auto' }}
          value={chosen(choice)}
          options={choice.options.map((value) => ({ value, label: labelOf(value) }))}
          onChange={(value) => change({ [choice.key]: value })}
          data-testid={`choice-${choice.key}`}
        />
      ))}
      <DataTable
        name={view.name}
        title={view.title[language]}
        columns={columns}
        filters={choices
          .filter((choice) => !segmented.includes(choice))
          .map(({ key, options }) => ({
            key,
            label: columnTitle(key)[language],
            options: options.map((value) => ({ value, label: labelOf(value) })),
          }))}
        matches={(row, key, value) => !(key in row) || String(row[key]) === value}
        rowKey={(row) => `${typeof row.list === 'string' ? row.list : ''}:${row.id}`}
        query={query}
        empty={{ title: t.emptyView, next: t.emptyViewNext }}
      />
    </>
  )
}
