import type { Bilingual, Role } from '../kit/index.js'

/** What a task asks a person to do; `{name}` in a text is replaced from the task's `params`. Codes are published: never renamed. */
export interface TaskAction {
  readonly title: Bilingual
  readonly action: Bilingual
  /** What the task's `subject` is the id of. */
  readonly about: 'exitCase' | 'contract' | 'assessment' | 'ballot' | 'command' | 'parameter'
  /** Role that owns the task unless the rule says otherwise. */
  readonly owner: Role
  /** `<context>.<Command>` that settles the matter; absent = the owner completes the task by hand. */
  readonly settledBy?: string
  readonly rules: readonly string[]
}
const defineTaskActions = <R extends Record<string, TaskAction>>(r: R): R => r

/** Every action code a rule may put into `TaskRaised.action`. */
export const taskActions = defineTaskActions({
  answerOffer: {
    title: { zh: '请答复调岗安排', en: 'Answer the offer of another post' },
    action: {
      zh: '请在 {answerDueOn} 前明确表示同意或不同意“{post}”；同意与否都须书面。',
      en: 'Accept or refuse “{post}” explicitly by {answerDueOn}; either answer must be in writing.',
    },
    about: 'exitCase',
    owner: 'counselor',
    settledBy: 'staffing.AnswerOffer',
    rules: ['X-02', 'R-AK-82'],
  },
  obtainAnswer: {
    title: { zh: '调岗安排逾期未答复', en: 'The offer of another post was not answered in time' },
    action: {
      zh: '沉默不等于拒绝：请约谈本人，取得书面答复后登记。',
      en: 'Silence is no refusal: talk to the counselor and record the signed answer.',
    },
    about: 'exitCase',
    owner: 'orgPersonnel',
    settledBy: 'staffing.AnswerOffer',
    rules: ['X-02', 'A-13', 'R-AK-83'],
  },
  offerAnotherPost: {
    title: { zh: '不适宜人员不同意调岗', en: 'A counselor found unsuitable refused the post' },
    action: {
      zh: '该情形不构成解除合同的依据：请另行安排岗位并再次征求意见。',
      en: 'This is no ground to end the contract: offer another post and ask again.',
    },
    about: 'exitCase',
    owner: 'orgPersonnel',
    settledBy: 'staffing.OfferPost',
    rules: ['X-03', 'A-14', 'R-AK-82'],
  },
  reinstatementReview: {
    title: { zh: '考核结果已更改，退出处理已完成', en: 'The result changed after the exit was carried out' },
    action: {
      zh: '退出依据已不存在，请研究是否恢复岗位或重新签订合同，并记录结论。',
      en: 'The ground no longer holds: decide on reinstatement or a new contract and record the conclusion.',
    },
    about: 'exitCase',
    owner: 'orgPersonnel',
    rules: ['X-06', 'R-AK-82', 'R-AK-83'],
  },
  finalizeResult: {
    title: { zh: '续聘提醒日尚无最终考核结果', en: 'No final grade at the renewal notice day' },
    action: {
      zh: '请完成 {year} 年度考核；在此之前续聘暂缓。',
      en: 'Finalise the assessment of {year}; until then the renewal is held.',
    },
    about: 'contract',
    owner: 'studentAffairs',
    settledBy: 'assessment.FinalizeResult',
    rules: ['X-08', 'R-AK-81'],
  },
  tooFewBallots: {
    title: { zh: '学生测评票数不足', en: 'Too few student ballots' },
    action: {
      zh: '只收到 {cast} 票，少于规定的 {required} 票，未计入学生评分：请研究补测或按考核办法处理。',
      en: 'Only {cast} ballots, fewer than the required {required}: no students’ score was entered. Repeat the ballot or follow the scheme.',
    },
    about: 'ballot',
    owner: 'studentAffairs',
    settledBy: 'assessment.SubmitPartyScore',
    rules: ['X-48', 'R-AK-79'],
  },
  reviewPolicyChange: {
    title: { zh: '政策参数已变更，请核对仍按原值的事项', en: 'A policy value changed: look at what is open under the old one' },
    action: {
      zh: '{key} 自 {effectiveFrom} 起为 {value}。已确定的期限不变，以下 {count} 项仍按原值：{list}。',
      en: '{key} is {value} from {effectiveFrom}. Due days already set do not move; these {count} still follow the old value: {list}.',
    },
    about: 'parameter',
    owner: 'studentAffairs',
    rules: ['X-44', 'R-AK-86'],
  },
  commandRefused: {
    title: { zh: '自动处理未能完成', en: 'An automatic step was refused' },
    action: {
      zh: '规则 {rule} 的 {command} 被拒绝（{code}）：请核实后人工办理，办结后完成本任务。',
      en: '{command} of rule {rule} was refused ({code}): check the matter, settle it by hand, then complete this task.',
    },
    about: 'command',
    owner: 'studentAffairs',
    rules: ['C-15'],
  },
})
export type TaskActionCode = keyof typeof taskActions
export const taskActionCodes = Object.keys(taskActions) as [TaskActionCode, ...TaskActionCode[]]
