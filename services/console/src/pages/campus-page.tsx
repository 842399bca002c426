import { type contractsView, type RowOfView, type tasksView, views } from '@fudao/contracts/views'
import { Badge, Tabs } from 'antd'
import type { ReactNode } from 'react'
import { useViewToday } from '../api/queries'
import { useLive } from '../api/use-live'
import { AsOfBar } from '../parts/as-of-bar'
import type { Session } from '../session/session'
import { useUrl } from '../state/url'
import { useTexts } from '../texts/language'
import { BallotPage } from './ballot-page'
import { ContractsPage } from './contracts-page'
import { ExitWatchPage } from './exit-watch-page'
import { groupsFor, homeOf, isPage } from './navigation'
import { PolicyPage } from './policy-page'
import { RosterPage } from './roster-page'
import { StaffingRatioPage } from './staffing-ratio-page'
import { TasksPage } from './tasks-page'
import { ViewPage } from './view-page'
import { WhyDrawer } from './why-drawer'

const pages: Readonly<Record<string, (props: { readonly session: Session }) => ReactNode>> = {
  contracts: ContractsPage,
  'counselor-register': RosterPage,
  'exit-watch': ExitWatchPage,
  policy: PolicyPage,
  'staffing-ratio': StaffingRatioPage,
  tasks: TasksPage,
}

/** The pages of a campus that the role may read, by group, for today or another day, kept current while open. */
export const CampusPage = ({ session, header }: { readonly session: Session; readonly header: (status: ReactNode) => ReactNode }) => {
  const { t, language } = useTexts()
  const { url, go } = useUrl()
  const live = useLive(session)
  const page = isPage(url.page) ? url.page : homeOf(session.role)
  const { data } = useViewToday<RowOfView<typeof contractsView>>(session, language, 'contracts')
  const tasks = useViewToday<RowOfView<typeof tasksView>>(session, language, 'tasks')
  const open = tasks.data?.items.filter((task) => task.state === 'open').length ?? 0
  const today = data?.asOf ?? tasks.data?.asOf
  const name = data?.campusName ?? tasks.data?.campusName ?? session.campus
  const status = (
    <>
      <strong data-testid="campus-name">{name}</strong>
      {today ? <span data-testid="campus-date">{t.campusDate(today)}</span> : null}
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
  const shown = (key: string): ReactNode => {
    const Shown = session.role === 'studentEvaluator' && key === 'ballot-list' ? BallotPage : pages[key]
    if (Shown) return <Shown session={session} />
    const view = views.find(({ name }) => name === key)
    return view ? <ViewPage key={key} session={session} view={view} /> : null
  }
  const to = (key: string) => go({ campus: session.campus, page: key })
  const groups = groupsFor(session.role, page)
  return (
    <>
      {header(status)}
      <main id="content" tabIndex={-1}>
        <AsOfBar today={today} />
        <Tabs
          activeKey={groups.find((group) => group.pages.includes(page))?.key ?? ''}
          onChange={(key) => to(groups.find((group) => group.key === key)?.pages[0] ?? page)}
          destroyOnHidden
          items={groups.map((group) => ({
            key: group.key,
            label:
              group.key === 'groupTasks' ? (
                <Badge count={open} size="small" offset={[10, -2]}>
                  {t[group.key]}
                </Badge>
              ) : (
                t[group.key]
              ),
            children:
              group.pages.length === 1 ? (
                shown(group.pages[0] ?? page)
              ) : (
                <Tabs
                  activeKey={page}
                  onChange={to}
                  size="small"
                  destroyOnHidden
                  items={group.pages.map((key) => ({
                    key,
                    label: views.find((view) => view.name === key)?.title[language] ?? key,
                    children: shown(key),
                  }))}
                />
              ),
          }))}
        />
      </main>
      <WhyDrawer session={session} />
    </>
  )
}
