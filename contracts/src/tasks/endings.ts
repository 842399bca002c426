import type { Bilingual } from '../kit/index.js'

/** Why a rule took a task back: `TaskCancelled.reason`. Codes are published: never renamed. */
export const taskEndings = {
  answered: { zh: '对方已答复', en: 'it was answered' },
  certified: { zh: '已取得证明', en: 'the certificate is there' },
  cleared: { zh: '不再缺员', en: 'no post is missing any more' },
  done: { zh: '已经办理', en: 'it was done' },
  filled: { zh: '岗位已补齐', en: 'the posts are filled' },
  fixed: { zh: '已按要求补齐', en: 'what was missing is there' },
  handedOver: { zh: '档案已移交', en: 'the files were handed over' },
  lastDayPassed: { zh: '离岗日期已过，无须恢复', en: 'the last day has passed, nothing is to be restored' },
  noLongerEligible: { zh: '已不符合条件', en: 'the conditions are no longer met' },
  offeredAgain: { zh: '已另行安排岗位', en: 'another post was offered' },
  planned: { zh: '已安排招聘', en: 'a round was planned' },
  prepared: { zh: '材料已备好', en: 'it was prepared' },
  remindedAgain: { zh: '已重新提醒', en: 'a new reminder takes its place' },
  returned: { zh: '人员已返岗', en: 'the person is back' },
  settled: { zh: '事项已解决', en: 'the matter is settled' },
  shortAgain: { zh: '重新缺员', en: 'posts are missing again' },
  superseded: { zh: '缺员情况有变，已另行提出', en: 'the shortage has changed, a new proposal takes its place' },
} as const satisfies Readonly<Record<string, Bilingual>>
export type TaskEnding = keyof typeof taskEndings
