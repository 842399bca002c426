import { HistoryOutlined } from '@ant-design/icons'
import { Alert, Button, Flex } from 'antd'
import { useUrl } from '../state/url'
import { useTexts } from '../texts/language'

/** A year that is still being typed reads as a year of long ago. */
const earliest = '1900-01-01'

/** The day that every page shows (时间轴), kept in the address; says clearly when it is not today. */
export const AsOfBar = ({ today }: { readonly today: string | undefined }) => {
  const { t } = useTexts()
  const { url, change } = useUrl()
  const asOf = url.params.asOf
  const other = asOf !== undefined && asOf !== today
  return (
    <Flex wrap gap="small" align="center" style={{ marginBlock: 8 }}>
      <label className="as-of">
        {t.onDay}{' '}
        <input
          key={asOf ?? today ?? ''}
          type="date"
          defaultValue={asOf ?? today}
          min={earliest}
          max={today}
          onChange={({ target: { value } }) => {
            if (value === '' || value === today) change({ asOf: undefined })
            else if (value >= earliest) change({ asOf: value })
          }}
          data-testid="as-of"
        />
      </label>
      {other ? (
        <Alert
          type="warning"
          showIcon
          icon={<HistoryOutlined aria-hidden />}
          title={today !== undefined && asOf > today ? t.futureDay(asOf) : t.pastDay(asOf)}
          action={
            <Button size="small" onClick={() => change({ asOf: undefined })} data-testid="to-today">
              {t.today}
            </Button>
          }
          data-testid="other-day"
        />
      ) : null}
    </Flex>
  )
}
