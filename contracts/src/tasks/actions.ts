import type { Bilingual, Role } from '../kit/index.js'

/** What a task asks a person to do; `{name}` in a text is replaced from the task's `params`. Codes are published: never renamed. */
export interface TaskAction {
  readonly title: Bilingual
  readonly action: Bilingual
  /** What the task's `subject` is the id of. */
  readonly about:
    | 'exitCase'
    | 'contract'
    | 'assessment'
    | 'ballot'
    | 'command'
    | 'parameter'
    | 'briefing'
    | 'titleApplication'
    | 'building'
    | 'termPlan'
    | 'compensation'
    | 'establishment'
    | 'round'
    | 'candidacy'
    | 'award'
    | 'counselor'
    | 'teacher'
    | 'journal'
    | 'fileReport'
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
  prepareBriefing: {
    title: { zh: '请准备向学校党委的汇报', en: 'Prepare the briefing of the party committee' },
    action: {
      zh: '{year} 年度党委会已听取并研究 {held} 次，应不少于 {required} 次：请提交汇报材料。',
      en: 'In {year} the party committee heard and studied the team building {held} times of {required}: submit the report.',
    },
    about: 'briefing',
    owner: 'studentAffairs',
    settledBy: 'staffing.SubmitBriefing',
    rules: ['X-42', 'R-AK-26'],
  },
  titleQuotaFull: {
    title: { zh: '评定结果超出单列名额', en: 'A title was granted beyond the quota' },
    action: {
      zh: '{rank}名额已满，该职称尚未登记：请与评审委员会研究，确认后登记职称。',
      en: 'No {rank} place is left and the title is not recorded yet: settle it with the review panel, then record the title.',
    },
    about: 'titleApplication',
    owner: 'orgPersonnel',
    settledBy: 'staffing.RecordTitle',
    rules: ['X-17', 'R-AK-53'],
  },
  equipBuilding: {
    title: { zh: '宿舍楼缺少辅导员用房', en: 'A dorm building lacks rooms' },
    action: {
      zh: '该楼还缺辅导员办公室 {offices} 间、党团活动室 {activityRooms} 间：请安排用房。',
      en: 'The building still lacks {offices} counselor offices and {activityRooms} activity rooms: assign them.',
    },
    about: 'building',
    owner: 'studentAffairs',
    settledBy: 'staffing.AssignRoom',
    rules: ['X-45', 'R-AK-70', 'R-AK-71'],
  },
  timetableAssemblies: {
    title: { zh: '年级大会尚未排入课表', en: 'Grade assemblies are not in the timetable' },
    action: {
      zh: '{term} 学期这些年级的年级大会未排入课表：{grades}。请在学期计划中补充。',
      en: 'In term {term} these grades have no assembly in the timetable: {grades}. Add them to the term plan.',
    },
    about: 'termPlan',
    owner: 'deptBranch',
    settledBy: 'staffing.SubmitTermPlan',
    rules: ['X-45', 'R-AK-72'],
  },
  payAllowances: {
    title: { zh: '辅导员津贴未按时足额发放', en: 'Allowances are not paid in full' },
    action: {
      zh: '{year} 年 {month} 月有 {counselors} 人的津贴已过应发日仍未足额发放，共差 {outstanding} 分：请尽快发放并登记。',
      en: 'For {year}-{month}, {counselors} counselors have not got their allowance in full by the due day; {outstanding} fen are missing: pay and record them.',
    },
    about: 'compensation',
    owner: 'orgPersonnel',
    settledBy: 'staffing.RecordPayment',
    rules: ['X-45', 'R-AK-73'],
  },
  mendIncomeParity: {
    title: { zh: '辅导员收入低于同级专任教师', en: 'Counselors earn less than teachers of their rank' },
    action: {
      zh: '{year} 年度{rank}辅导员平均收入比同级专任教师少 {gap} 分：请研究落实，并登记新的对比结果。',
      en: 'In {year} counselors of rank {rank} earn {gap} fen less than teachers on average: mend it and record the new comparison.',
    },
    about: 'compensation',
    owner: 'orgPersonnel',
    settledBy: 'staffing.RecordParity',
    rules: ['X-45', 'R-AK-75'],
  },
  compareIncome: {
    title: { zh: '年度收入对比尚未登记', en: 'The income comparison of the year is missing' },
    action: {
      zh: '{year} 年度尚未登记辅导员与同级专任教师的收入对比：请核算并登记。',
      en: 'For {year} the income of counselors was not compared with that of teachers of their rank: record it.',
    },
    about: 'compensation',
    owner: 'orgPersonnel',
    settledBy: 'staffing.RecordParity',
    rules: ['X-45', 'R-AK-75'],
  },
  writeJournal: {
    title: { zh: '工作周记尚未提交', en: 'A weekly journal is missing' },
    action: {
      zh: '{week} 的工作周记已过周日 24:00 仍未提交：请补交；只写总体情况，请勿写出学生姓名。',
      en: 'The journal of {week} was due by Sunday 24:00: submit it; write in general and name no student.',
    },
    about: 'journal',
    owner: 'counselor',
    settledBy: 'assessment.SubmitJournal',
    rules: ['X-45', 'R-AK-23'],
  },
  completeOwnFiles: {
    title: { zh: '“一人一档”不全', en: 'Files of their own are missing' },
    action: {
      zh: '需要特别关注的学生中有 {count} 人尚未建立“一人一档”：请建档后重新报告数目。',
      en: '{count} students who need special attention have no file of their own: set them up and report the numbers again.',
    },
    about: 'fileReport',
    owner: 'counselor',
    settledBy: 'assessment.ReportFiles',
    rules: ['X-45', 'R-AK-25'],
  },
  planRound: {
    title: { zh: '辅导员配备不足，建议启动选聘', en: 'Counselors are missing: plan a recruitment round' },
    action: {
      zh: '缺 {missing} 人，空岗 {vacancies} 个：建议选聘 {posts} 人。请报学校党委同意后制定选聘方案。',
      en: '{missing} missing, {vacancies} posts vacant: a round with {posts} posts is proposed. Get the party committee’s approval and plan it.',
    },
    about: 'establishment',
    owner: 'studentAffairs',
    settledBy: 'staffing.PlanRound',
    rules: ['X-12', 'R-AK-29', 'R-AK-30', 'R-AK-45'],
  },
  cancelRound: {
    title: { zh: '配备已达标，建议取消选聘', en: 'Nobody is missing any more: cancel the round' },
    action: {
      zh: '选聘批次 {roundId} 尚未占用岗位：如不再需要，请取消；仍需选聘的，完成本任务即可。',
      en: 'Round {roundId} has filled no post: cancel it if it is no longer needed, else complete this task.',
    },
    about: 'round',
    owner: 'studentAffairs',
    settledBy: 'staffing.CancelRound',
    rules: ['X-12', 'R-AK-30'],
  },
  candidateReserved: {
    title: { zh: '岗位已满，候选人列为备用', en: 'No post was left: the candidate is kept in reserve' },
    action: {
      zh: '选聘批次 {roundId} 的岗位已满：请告知本人，并研究是否增加岗位或另行选聘。',
      en: 'Every post of round {roundId} is filled: tell the candidate, and consider more posts or another round.',
    },
    about: 'candidacy',
    owner: 'orgPersonnel',
    rules: ['X-13', 'R-AK-30', 'R-AK-47'],
  },
  appointeeNotRegistered: {
    title: { zh: '已聘任人员未能办理入职注册', en: 'An appointed candidate could not be registered' },
    action: {
      zh: '{counselorId} 的入职注册被拒绝（{code}），岗位已退回：请核实后人工注册，或另行聘任。',
      en: 'The registration of {counselorId} was refused ({code}) and the post was given back: register by hand, or appoint somebody else.',
    },
    about: 'candidacy',
    owner: 'orgPersonnel',
    settledBy: 'staffing.RegisterCounselor',
    rules: ['X-13', 'R-AK-31', 'R-AK-34'],
  },
  certifyEligibility: {
    title: { zh: '青年教师育人经历已满，请认定', en: 'A young teacher has the service for promotion' },
    action: {
      zh: '教师 {teacherId} 担任辅导员或班主任的时间于 {enoughOn} 满足要求且考核合格：如本人申报晋升，请认定；不是青年教师的，完成本任务即可。',
      en: 'Teacher {teacherId} has enough service since {enoughOn}, assessed qualified: certify it if they seek promotion; complete this task if they are no young teacher.',
    },
    about: 'teacher',
    owner: 'orgPersonnel',
    settledBy: 'staffing.CertifyEligibility',
    rules: ['X-36', 'R-AK-48'],
  },
  publishAwards: {
    title: { zh: '请公布表彰', en: 'Publish the awards' },
    action: {
      zh: '获奖人选是在表彰日（{day}）之后确定的：请决定何时公布。',
      en: 'The winners were chosen after the day of commendation ({day}): decide when they are published.',
    },
    about: 'award',
    owner: 'studentAffairs',
    settledBy: 'assessment.PublishAwards',
    rules: ['X-38', 'R-AK-85'],
  },
  endAccess: {
    title: { zh: '辅导员已离职，请收回账号权限', en: 'A counselor has left: withdraw the access rights' },
    action: {
      zh: '{counselorId} 最后在岗日为 {lastDay}：请在统一身份认证中收回其角色和权限，办结后完成本任务。',
      en: 'The last day of {counselorId} was {lastDay}: withdraw their roles at the identity provider, then complete this task.',
    },
    about: 'counselor',
    owner: 'orgPersonnel',
    rules: ['X-10', 'R-AK-31'],
  },
  handOverFiles: {
    title: { zh: '离职辅导员的学生档案尚未移交', en: 'The student files of a departed counselor are not handed over' },
    action: {
      zh: '{counselorId} 已离职，其 {term} 学期所带 {students} 名学生的档案尚无人接收：请指定接收人并登记移交。',
      en: '{counselorId} has left; nobody has taken over the files of {students} students (term {term}): name a successor and record it.',
    },
    about: 'fileReport',
    owner: 'deptBranch',
    settledBy: 'assessment.HandOverFiles',
    rules: ['X-10', 'R-AK-24', 'R-AK-31'],
  },
  restoreUntilLastDay: {
    title: { zh: '最后在岗日已改到以后，部分事项尚未恢复', en: 'The last day was moved ahead: some matters are not back yet' },
    action: {
      zh: '{counselorId} 的最后在岗日改为 {lastDay}，此前已清退的课程 {courses} 门、公寓入住 {residences} 处、年度考核 {assessments} 项不能在注销状态下恢复：仍需承担的，请撤销离职注销（随即自动恢复），到期再办理注销；不需要的，完成本任务即可。',
      en: 'The last day of {counselorId} is now {lastDay}. {courses} courses, {residences} residences and {assessments} assessments were taken away before and cannot come back while deregistered: revoke the deregistration (they come back by themselves) and deregister again in time, or complete this task if they are not needed.',
    },
    about: 'counselor',
    owner: 'orgPersonnel',
    settledBy: 'staffing.CorrectDeregistration',
    rules: ['X-10', 'R-AK-31'],
  },
  restoreByHand: {
    title: { zh: '离职注销已更正，部分事项须人工恢复', en: 'A departure was corrected: some matters are restored by hand' },
    action: {
      zh: '{counselorId}：待重新签订的合同 {contracts} 份、须由本人重新提交的职称申报 {applications} 项、须由系（部）重新推荐的表彰 {nominations} 项。办结后完成本任务。',
      en: '{counselorId}: {contracts} contracts to be signed again, {applications} title applications for the counselor to submit again, {nominations} nominations for the department to make again. Complete this task when done.',
    },
    about: 'counselor',
    owner: 'orgPersonnel',
    rules: ['X-10', 'R-AK-31', 'R-AK-34'],
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
