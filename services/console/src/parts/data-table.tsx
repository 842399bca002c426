import { CloseCircleFilled, DownOutlined } from '@ant-design/icons'
import { Button, Card, Empty, Flex, Grid, Input, type InputRef, Select, Skeleton, Table, type TableColumnType, Typography } from 'antd'
import { type ReactNode, useEffect, useRef } from 'react'
import type { Page } from '../api/client'
import { isApiProblem } from '../api/problem'
import { compareText, search, tableState } from '../state/rows'
import { useUrl } from '../state/url'
import { useTexts } from '../texts/language'
import { ProblemPanel } from './problem-panel'

export interface Column<Row> {
  readonly key: string
  readonly title: string
  /** Text to sort and to search by. */
  readonly text: (row: Row) => string | null
  readonly render?: (row: Row) => ReactNode
  /** A column of buttons has no order. */
  readonly unordered?: boolean
}
export interface Filter {
  readonly key: string
  readonly label: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
}
interface DataTableProps<Row> {
  readonly name: string
  readonly title: string
  readonly columns: readonly Column<Row>[]
  readonly filters: readonly Filter[]
  readonly matches: (row: Row, filter: string, value: string) => boolean
  readonly rowKey: (row: Row) => string
  readonly query: {
    readonly data: Page<Row> | undefined
    readonly error: Error | null
    readonly isFetching: boolean
    readonly refetch: () => unknown
  }
  readonly empty: { readonly title: string; readonly next: string }
}

/** `/` jumps to the search field from anywhere that is not a field itself. */
const useSlash = () => {
  const field = useRef<InputRef>(null)
  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement | null
      if (event.key !== '/' || event.ctrlKey || event.metaKey || target?.closest('input, textarea, [contenteditable]')) return
      event.preventDefault()
      field.current?.focus({ cursor: 'all' })
    }
    document.addEventListener('keydown', focus)
    return () => document.removeEventListener('keydown', focus)
  }, [])
  return field
}

const Nothing = ({ title, next, children }: { readonly title: string; readonly next: string; readonly children?: ReactNode }) => (
  <Empty
    data-testid="empty"
    image={Empty.PRESENTED_IMAGE_SIMPLE}
    description={
      <>
        <Typography.Text strong>{title}</Typography.Text>
        <br />
        <Typography.Text type="secondary">{next}</Typography.Text>
      </>
    }
  >
    {children}
  </Empty>
)

/** A searchable, filterable, sortable list: a table where there is room, cards on a phone. What is chosen is kept in the address. */
export const DataTable = <Row extends object>({ name, title, columns, filters, matches, rowKey, query, empty }: DataTableProps<Row>) => {
  const { t } = useTexts()
  const { url, change } = useUrl()
  const field = useSlash()
  const wide = Grid.useBreakpoint().md ?? true
  const { q, sort, descending } = tableState(url.params)
  const { data, error } = query
  // A right that was taken away takes the rows away too.
  const barred = isApiProblem(error) && error.status === 403
  if (error && (!data || barred)) return <ProblemPanel error={error} onRetry={() => void query.refetch()} />
  if (!data) return <Skeleton active aria-label={t.loading} data-testid="loading" />

  const filtered = data.items.filter((row) =>
    filters.every(({ key }) => {
      const value = url.params[key]
      return value === undefined || matches(row, key, value)
    }),
  )
  const found = search(filtered, q, (row) => columns.map((c) => c.text(row)))
  const by = columns.find((c) => c.key === sort)
  const rows = by ? found.toSorted((a, b) => compareText(by.text(a), by.text(b), descending) * (descending ? -1 : 1)) : found
  const clear = () => change(Object.fromEntries(['q', 'sort', ...filters.map((f) => f.key)].map((key) => [key, undefined])))

  const tableColumns: TableColumnType<Row>[] = columns.map((c) => ({
    key: c.key,
    title: c.title,
    sorter: c.unordered !== true,
    // Buttons stay in reach when the table is wider than the page.
    ...(c.unordered ? { fixed: 'end' as const } : {}),
    sortOrder: sort === c.key ? (descending ? 'descend' : 'ascend') : null,
    render: (_: unknown, row: Row) => c.render?.(row) ?? c.text(row) ?? '–',
  }))

  return (
    <section aria-label={title} data-testid={`table-${name}`}>
      <Flex gap="small" wrap align="center" style={{ marginBlockEnd: 16 }}>
        <Input
          ref={field}
          type="search"
          allowClear={{ clearIcon: <CloseCircleFilled aria-label={t.clear} /> }}
          style={{ width: wide ? 280 : '100%' }}
          placeholder={t.search}
          aria-label={t.search}
          aria-keyshortcuts="/"
          value={q}
          onChange={(event) => change({ q: event.target.value })}
          data-testid="search"
        />
        {filters.map((f) => (
          <Select
            key={f.key}
            aria-label={f.label}
            suffixIcon={<DownOutlined aria-hidden />}
            style={{ minWidth: 150 }}
            value={url.params[f.key] ?? ''}
            options={[{ value: '', label: `${f.label} · ${t.all}` }, ...f.options]}
            onChange={(value: string) => change({ [f.key]: value })}
            data-testid={`filter-${f.key}`}
          />
        ))}
        <Typography.Text type="secondary" aria-live="polite" data-testid="row-count">
          {t.rows(rows.length, data.items.length)}
        </Typography.Text>
        {data.stale ? <Typography.Text type="warning">{t.stale}</Typography.Text> : null}
      </Flex>
      {error ? <ProblemPanel error={error} onRetry={() => void query.refetch()} /> : null}
      {data.items.length === 0 ? (
        <Nothing {...empty}>{data.traceId ? <Typography.Text type="secondary">{t.traceId(data.traceId)}</Typography.Text> : null}</Nothing>
      ) : rows.length === 0 ? (
        <Nothing title={t.nothingFound} next={t.nothingFoundNext}>
          <Button onClick={clear}>{t.clear}</Button>
        </Nothing>
      ) : wide ? (
        <Table<Row>
          size="middle"
          rowKey={rowKey}
          columns={tableColumns}
          dataSource={[...rows]}
          scroll={{ x: 'max-content' }}
          pagination={rows.length > 50 ? { pageSize: 50, showSizeChanger: false } : false}
          onRow={(row) => ({ 'data-testid': 'row', 'data-row': rowKey(row) }) as React.HTMLAttributes<HTMLElement>}
          onChange={(_, __, sorter) => {
            const { columnKey, order } = Array.isArray(sorter) ? (sorter[0] ?? {}) : sorter
            change({ sort: order && columnKey ? `${order === 'descend' ? '-' : ''}${String(columnKey)}` : undefined })
          }}
        />
      ) : (
        <ul style={{ listStyle: 'none', margin: 0, padding: 0 }}>
          {rows.map((row) => (
            <li key={rowKey(row)} data-testid="row" data-row={rowKey(row)} style={{ marginBlockEnd: 12 }}>
              <Card size="small">
                <dl className="card-fields">
                  {columns
                    .filter((c) => c.text(row) !== null)
                    .map((c) => (
                      <div key={c.key}>
                        <dt>{c.title}</dt>
                        <dd>{c.render?.(row) ?? c.text(row) ?? '–'}</dd>
                      </div>
                    ))}
                </dl>
              </Card>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
