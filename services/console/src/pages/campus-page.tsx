import type { contractsView, RowOfView } from '@fudao/contracts/views'
import { Badge, Tabs } from 'antd'
import type { ReactNode } from 'react'
import { useView } from '../api/queries'
import { useLive } from '../api/use-live'
import type { Session } from '../session/session'
import { useUrl } from '../state/url'
import { useTexts } from '../texts/language'
import { ContractsPage } from './contracts-page'
import { ExitWatchPage } from './exit-watch-page'
import { TasksPage } from './tasks-page'
import { WhyDrawer } from './why-drawer'

const pages = ['contracts', 'exit-watch', 'tasks'] as const

/** The first page of a campus: contracts, exit watch and tasks, kept current while it is open. */
export const CampusPage = ({ session, header }: { readonly session: Session; readonly header: (status: ReactNode) => ReactNode }) => {
  const { t, language } = useTexts()
  const { url, go } = useUrl()
  const live = useLive(session)
  const page = pages.find((p) => p === url.page) ?? 'contracts'
  const { data } = useView<RowOfView<typeof contractsView>>(session, language, 'contracts')
  const tasks = useView<{ readonly state: string }>(session, language, 'tasks')
  const open = tasks.data?.items.filter((task) => task.state === 'open').length ?? 0
  const asOf = data?.asOf ?? tasks.data?.asOf
  const name = data?.campusName ?? tasks.data?.campusName ?? session.campus
  const status = (
    <>
      <strong data-testid="campus-name">{name}</strong>
      {asOf ? <span data-testid="campus-date">{t.campusDate(asOf)}</span> : null}
      <Badge
        status={live === 'live' ? 'success' : 'warning'}
        text={
          <span data-testid="live" data-state={live}>
            {live === 'live' ? t.live : t.reconnecting}
          </span>
        }
      />
    </>
  )
  return (
    <>
      {header(status)}
      <main id="content" tabIndex={-1}>
        <Tabs
          activeKey={page}
          onChange={(key) => go({ campus: session.campus, page: key })}
          destroyOnHidden
          items={[
            { key: 'contracts', label: t.contracts, children: <ContractsPage session={session} /> },
            { key: 'exit-watch', label: t.exitWatch, children: <ExitWatchPage session={session} /> },
            {
              key: 'tasks',
              label: (
                <Badge count={open} size="small" offset={[10, -2]}>
                  {t.tasks}
                </Badge>
              ),
              children: <TasksPage session={session} />,
            },
          ]}
        />
      </main>
      <WhyDrawer session={session} />
    </>
  )
}
