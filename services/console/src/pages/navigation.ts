import type { Role } from '@fudao/contracts/kit'
import { type ViewDefinition, views } from '@fudao/contracts/views'
import type { Texts } from '../texts/texts'

/** Pages by group. A page shows the view of its name; a view that no group names stands in the last. */
const named = [
  { key: 'groupTasks', pages: ['tasks'] },
  {
    key: 'groupTeam',
    pages: ['contracts', 'counselor-register', 'exit-watch', 'accountability-cases', 'staffing-ratio', 'recruitment', 'objections'],
  },
  {
    key: 'groupGrowth',
    pages: [
      'assessment-progress',
      'assessment-sheet',
      'ballot-list',
      'department-branch',
      'weekly-journals',
      'student-file-reports',
      'safety-incidents',
      'achievements',
      'awards',
      'title-structure',
      'young-teacher-eligibility',
      'talent-pool',
    ],
  },
  { key: 'groupSupport', pages: ['pay-and-facilities', 'twice-yearly-report-data'] },
  { key: 'groupPolicy', pages: ['policy', 'policy-texts'] },
] as const satisfies readonly { readonly key: keyof Texts; readonly pages: readonly string[] }[]

export interface PageGroup {
  readonly key: (typeof named)[number]['key'] | 'groupOther'
  readonly pages: readonly string[]
}
const grouped: readonly string[] = named.flatMap(({ pages }) => pages)
const groups: readonly PageGroup[] = [
  ...named,
  { key: 'groupOther', pages: views.map(({ name }) => name).filter((name) => !grouped.includes(name)) },
]

/** Whether the role reads the view at all, or at least its own rows of it. */
export const mayRead = ({ scope }: ViewDefinition, role: Role): boolean =>
  scope.campus.includes(role) ||
  scope.department.includes(role) ||
  (scope.self && role === 'counselor') ||
  scope.person?.includes(role) === true ||
  scope.own?.includes(role) === true

const readable = (page: string, role: Role): boolean => views.some((view) => view.name === page && mayRead(view, role))

/** What is offered to the role: the pages it may read, and the one it is on. */
export const groupsFor = (role: Role, current?: string): readonly PageGroup[] =>
  groups
    .map(({ key, pages }) => ({ key, pages: pages.filter((page) => page === current || readable(page, role)) }))
    .filter(({ pages }) => pages.length > 0)

/** First page after sign-in: contracts, for a student the ballots, or else what the role may read. */
export const homeOf = (role: Role): string =>
  role === 'studentEvaluator' ? 'ballot-list' : readable('contracts', role) ? 'contracts' : (groupsFor(role)[0]?.pages[0] ?? 'contracts')
export const isPage = (page: string | undefined): page is string => groups.some(({ pages }) => pages.some((p) => p === page))
