import type { FigureKind, WhyAnswer } from '@fudao/contracts/views'
import type { Db } from '@fudao/projections'
import { journalRows } from '../journal/journal-rows.js'
import { type CampusFacts, type Freshness, unknown } from '../query-host.js'
import type { ComputedQuery, Explanation, Figure } from '../views/computed.js'
import { departmentBranchQuery } from '../views/department-branch.js'
import { payAndFacilitiesQuery } from '../views/pay-and-facilities.js'
import { staffingRatioQuery } from '../views/staffing-ratio.js'
import { titleStructureQuery } from '../views/title-structure.js'
import type { ViewContext } from '../views/view-query.js'
import { youngTeacherEligibilityQuery } from '../views/young-teacher-eligibility.js'
import { withCauses } from './causes.js'
import { policyInForce, ruleOf, toStep } from './explain.js'

/** Read models whose figures can be asked about: one line makes a computed view one of them. */
export const computedQueries: Readonly<Record<FigureKind, ComputedQuery>> = {
  'staffing-ratio': staffingRatioQuery,
  'pay-and-facilities': payAndFacilitiesQuery,
  'title-structure': titleStructureQuery,
  'young-teacher-eligibility': youngTeacherEligibilityQuery,
  'department-branch': departmentBranchQuery,
}

const EVENTS = 50

/** The row the id names, or one figure of it: `<row>-<figure>`. */
const explain = async (query: ComputedQuery, rows: Db, id: string, context: ViewContext): Promise<Explanation | undefined> => {
  const whole = await query.explain(rows, id, context)
  if (whole) return whole
  const at = id.lastIndexOf('-')
  const row = at > 0 ? await query.explain(rows, id.slice(0, at), context) : undefined
  const figures = row?.figures.filter(({ name }) => name === id.slice(at + 1)) ?? []
  return row && figures.length > 0 ? { ...row, figures } : undefined
}

/**
 * Why the figures of a computed row are as they are: inputs, arithmetic line by line, rule and article, and the events behind them.
 * @throws QueryRefused; what the caller may not see is not found
 */
export const readFigures = async (
  rows: Db,
  kind: FigureKind,
  id: string,
  context: ViewContext,
  { policy }: CampusFacts,
  freshness: Freshness,
): Promise<WhyAnswer> => {
  const explanation = await explain(computedQueries[kind], rows, id, context)
  if (!explanation) throw unknown('NotFound', { kind, id })
  const known = await withCauses(rows, context.campus, await journalRows(rows, context.campus, explanation.events, EVENTS))
  const ordered = [...known.values()].sort((a, b) => (a.position < b.position ? -1 : 1))
  const told = ({ name, title, shown, rules = [], policy: keys = [], lines = [] }: Figure) => ({
    name,
    title,
    shown,
    rules: rules.map(ruleOf),
    policy: keys.map((key) => policyInForce(policy, key, context.asOf)),
    arithmetic: [...lines],
  })
  return {
    kind,
    id,
    name: explanation.name ?? null,
    conclusion: explanation.conclusion,
    asOf: context.asOf,
    ...freshness,
    figures: explanation.figures.map(told),
    steps: ordered.map((event) => toStep(event, known)),
  }
}
