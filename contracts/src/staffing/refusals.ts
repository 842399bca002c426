import { defineRefusals } from '../kit/index.js'

/** What the deciders of staffing refuse; `{name}` is replaced from the refusal's params. */
export const refusals = defineRefusals({
  DocumentHeld: {
    title: { zh: '证件号码已登记在其他人员名下', en: 'Another person on record has this document number' },
    action: {
      zh: '请核对号码；如为同一人，请变更原有记录，不要另行登记',
      en: 'Check the number; if it is the same person, change the record there is',
    },
  },
  AlreadyRegistered: {
    title: { zh: '已经登记在册，且内容不同', en: 'Already registered with other data' },
    action: {
      zh: '请核对编号或工号；要改动现有记录，请用变更命令',
      en: 'Check the id or staff number; use a change command to alter the record',
    },
  },
  ContractMissing: {
    title: { zh: '专职辅导员没有已签订的聘用合同', en: 'A full-time counselor has no signed employment contract' },
    action: { zh: '请先拟定并签订聘用合同，再办理入职注册', en: 'Draft and sign the contract, then register' },
  },
  PartTimeSourceInvalid: {
    title: {
      zh: '兼职辅导员须从优秀专任教师、管理人员中选聘',
      en: 'A part-time counselor must be an excellent full-time teacher or manager',
    },
    action: { zh: '请填写本职岗位并附优秀证明', en: 'State the home role and attach the evidence of excellence' },
  },
  AttestationMissing: {
    title: { zh: '六项基本条件未全部确认：{missing}', en: 'Not all six basic conditions are attested: {missing}' },
    action: {
      zh: '请逐项确认；非中共党员须写明例外理由和批准人',
      en: 'Attest each one; for a person who is not a party member give the reason and the approver of the exception',
    },
  },
  ServiceOverlap: {
    title: {
      zh: '与已登记的任职时间重叠（{from} 至 {to}）',
      en: 'The interval overlaps service that is already recorded ({from} to {to})',
    },
    action: { zh: '请核对起止日期', en: 'Check both dates' },
  },
  EvidenceMissing: {
    title: { zh: '缺少任职证明', en: 'The evidence is missing' },
    action: { zh: '请填写证明材料编号', en: 'Give the reference of the document' },
  },
  NoChange: {
    title: { zh: '与现状相同，无需变更', en: 'Nothing would change' },
    action: { zh: '请核对要变更的内容', en: 'Check what is to be changed' },
  },
  DateBeforeStart: {
    title: { zh: '日期早于 {start}', en: 'The date lies before {start}' },
    action: { zh: '请填写 {start} 或以后的日期', en: 'Give {start} or a later date' },
  },
  TitleRegression: {
    title: { zh: '职称级别低于现有级别（{current}）', en: 'The rank is lower than the present one ({current})' },
    action: { zh: '如原记录有误，请用“更正职称”', en: 'If the earlier record was wrong, correct it with CorrectTitle' },
  },
  NotActive: {
    title: { zh: '该人员当前不在岗或不符合办理条件', en: 'The counselor is not in the state this act needs' },
    action: { zh: '请核对在岗或入住状态', en: 'Check the service and residence state' },
  },
  DepartureBeforeStart: {
    title: { zh: '最后工作日早于入职日期 {start}', en: 'The last day lies before the start date {start}' },
    action: { zh: '请核对最后工作日', en: 'Check the last day' },
  },
  ExitCaseMissing: {
    title: {
      zh: '调岗或解聘离任须引用已完成的退出事项',
      en: 'A departure by reassignment or termination must cite the exit case that decided it',
    },
    action: { zh: '请填写退出事项编号，并先完成该事项', en: 'Give the id of the exit case, once it is completed' },
  },
  ReasonMissing: {
    title: { zh: '缺少理由', en: 'The reason is missing' },
    action: { zh: '请写明理由，不要写出姓名或号码', en: 'State why, without names or numbers' },
  },
  PersonInService: {
    title: {
      zh: '该人员仍在任辅导员（{counselors}），不能删除个人信息',
      en: 'The person still serves as counselor ({counselors}) and cannot be erased',
    },
    action: {
      zh: '请先办理离职注销；在岗期间人事管理需要这些信息',
      en: 'Deregister the counselor first; while they serve, personnel management needs the data',
    },
  },
  PersonUnknown: {
    title: { zh: '没有这个人员编号（{personId}）', en: 'There is no person {personId}' },
    action: { zh: '请核对学校和人员编号', en: 'Check the campus and the person id' },
  },
  PersonErased: {
    title: { zh: '此人的个人信息已删除', en: 'The personal data of this person was erased' },
    action: {
      zh: '不能再写入其个人信息；如重新入职，请用新的人员编号。',
      en: 'Nothing more can be stored about them; use a new person id if they return.',
    },
  },
  ForbiddenContractKind: {
    title: {
      zh: '原则上不得用劳务派遣、人事代理等方式聘用辅导员（{kind}）',
      en: 'Counselors are in principle not hired by labour dispatch, agency or the like ({kind})',
    },
    action: {
      zh: '请改用聘用合同，或写明例外理由和批准人',
      en: 'Use an employment contract, or give the reason and approver of an exception',
    },
  },
  StaleHeadcount: {
    title: { zh: '已有 {last} 的学生数，比 {asOf} 新', en: 'There is a newer headcount, of {last}, than {asOf}' },
    action: { zh: '请登记 {last} 或以后的学生数', en: 'Record a headcount of {last} or later' },
  },
  HeadcountMissing: {
    title: { zh: '{asOf} 没有在校学生数', en: 'There is no headcount for {asOf}' },
    action: { zh: '请先登记在校学生数', en: 'Record the headcount first' },
  },
  PostsBelowRatio: {
    title: {
      zh: '核定岗位 {fullTimePosts} 个，低于师生比要求的 {minimum} 个（{students} 名学生，每 {studentsPerCounselor} 名一个）',
      en: 'The ratio asks for {minimum} posts, not {fullTimePosts} ({students} students, one post for every {studentsPerCounselor})',
    },
    action: { zh: '请至少核定 {minimum} 个专职岗位', en: 'Approve at least {minimum} full-time posts' },
  },
  NotEnded: {
    title: { zh: '合同尚未到期（{to}）', en: 'The contract has not ended yet ({to})' },
    action: { zh: '请在到期日之后办理', en: 'Wait until the day after its last day' },
  },
  RenewalNotCleared: {
    title: { zh: '续订条件不满足（{clearance}）', en: 'The renewal is not cleared ({clearance})' },
    action: {
      zh: '暂缓的须附学校党委意见；不予续订的不能办理',
      en: 'A held renewal needs the reference of the party committee; a barred one is not possible',
    },
  },
  TerminationNotPermitted: {
    title: { zh: '尚不具备解除聘用合同的条件', en: 'Termination is not permitted' },
    action: {
      zh: '须有退出事项认定可以解除，并由学校决定解除',
      en: 'It needs an exit case that permits it and a decision to terminate',
    },
  },
  CaseExists: {
    title: { zh: '同一事项已立项（{exitCaseId}）', en: 'The case exists already ({exitCaseId})' },
    action: { zh: '请在现有事项中办理', en: 'Continue with the existing case' },
  },
  TargetNotAllowed: {
    title: { zh: '调整岗位不能仍是辅导员岗位', en: 'The new post must not be a counselor post' },
    action: { zh: '请提供非辅导员岗位', en: 'Offer a post outside counselor work' },
  },
  AnswerMissing: {
    title: { zh: '没有明确的答复', en: 'There is no explicit answer' },
    action: {
      zh: '请选择同意或不同意；代为登记的须附本人签字材料',
      en: 'State accept or refuse; when recorded for the counselor, cite the signed paper',
    },
  },
  TerminationGroundMissing: {
    title: { zh: '不存在可以解除聘用合同的情形', en: 'There is no ground that permits termination' },
    action: {
      zh: '须年度考核不合格且本人不同意调岗，或连续两年不合格',
      en: 'It takes a failed year with a refused post, or consecutive failed years',
    },
  },
  CaseFinal: {
    title: { zh: '该退出事项已办结（{status}）', en: 'The case is closed ({status})' },
    action: { zh: '已办结的事项不能再改；如需复核请另行处理', en: 'A closed case does not change; start a review instead' },
  },
  NotSeparateReview: {
    title: {
      zh: '职称评聘须单列计划、单设标准、单独评审（缺：{missing}）',
      en: 'Titles need a quota, standard and panel of their own (missing: {missing})',
    },
    action: { zh: '请确认三项均单独设立后再开启', en: 'Set up all three apart from other teachers, then open the round' },
  },
  StandardMissing: {
    title: { zh: '缺少评审条件依据', en: 'The review standard is missing' },
    action: { zh: '请填写所依据的评审条件文件', en: 'Name the document with the review conditions' },
  },
  QuotaFull: {
    title: { zh: '{rank}名额已满（{quota}）', en: 'No {rank} place is left ({quota})' },
    action: { zh: '请研究增加名额或调整评审结果', en: 'Add a place or reconsider the decision' },
  },
  NotEligible: {
    title: { zh: '只有在岗专职辅导员可以申报', en: 'Only full-time counselors in service may apply' },
    action: { zh: '请核对在岗情况和专兼职类别', en: 'Check whether the counselor serves full time' },
  },
  DisciplineNotAllowed: {
    title: { zh: '学科“{discipline}”不在评聘范围', en: 'The discipline {discipline} is not in the list' },
    action: {
      zh: '请申报思想政治教育或学校列出的相关学科；需要增加的，由学校修改学科目录',
      en: 'Choose a listed discipline, or have the campus add this one to its list',
    },
  },
  EvidenceIncomplete: {
    title: { zh: '申报材料不齐（缺：{missing}）', en: 'The evidence is incomplete (missing: {missing})' },
    action: {
      zh: '副高级、正高级须有工作业绩、科研能力和成果；中级及以下须有工作业绩；引用的成果须为本人成果并已核实，作为科研能力的须计入科研成果',
      en: 'Senior ranks need performance, research and results; lower ranks need performance. An achievement that is cited is your own, verified, and for research one that counts as research',
    },
  },
  RoomTaken: {
    title: { zh: '房间 {room} 已另有安排', en: 'Room {room} is taken' },
    action: { zh: '请选择其他房间，或先腾退', en: 'Choose another room or vacate this one first' },
  },
  AlreadyRecorded: {
    title: { zh: '{month} 月的核拨已登记，且内容不同', en: 'Another allotment of month {month} is recorded' },
    action: { zh: '每人每月只核拨一次，请核对人员和月份', en: 'There is one allotment per person and month; check both' },
  },
  ReportMissing: {
    title: { zh: '尚未提交本次汇报材料', en: 'No report was submitted for this briefing' },
    action: { zh: '请学工部先提交汇报材料', en: 'Student affairs submits the report first' },
  },
  OutsideYear: {
    title: { zh: '日期不在该年度内（{from} 至 {to}）', en: 'The date lies outside the year ({from} to {to})' },
    action: { zh: '请核对年度和日期', en: 'Check year and date' },
  },
  AlreadyHeld: {
    title: { zh: '{on} 的汇报已登记，且内容不同', en: 'A briefing on {on} is recorded with other data' },
    action: { zh: '请核对日期', en: 'Check the date' },
  },
  MandatoryTopicMissing: {
    title: { zh: '培训要点缺少必修内容：{missing}', en: 'Mandatory topics are not among the training points: {missing}' },
    action: { zh: '请把必修内容列入系（部）培训要点', en: 'Add them to the training points of the department' },
  },
  PanelIncomplete: {
    title: { zh: '选聘组织部门不全，缺少：{missing}', en: 'The panel lacks offices that organise the selection: {missing}' },
    action: { zh: '请把学工、组织（人事）、纪检等部门都列入', en: 'Name every office the campus has fixed for the panel' },
  },
  ConditionsMissing: {
    title: { zh: '没有具体选拔条件', en: 'The selection conditions are missing' },
    action: { zh: '请按基本条件和岗位需要写明选拔条件', en: 'State the conditions from the basic conditions and the needs of the post' },
  },
  ConditionsTooLoose: {
    title: {
      zh: '选拔条件低于基本条件（{field} 至少为 {least}）',
      en: 'The conditions are looser than the basic ones ({field}: at least {least})',
    },
    action: { zh: '可以从严，不能放宽：请提高该条件', en: 'They may be stricter, never looser: raise this condition' },
  },
  RoundClosed: {
    title: { zh: '选聘批次未在报名中（{status}）', en: 'The round takes no applications ({status})' },
    action: { zh: '请在选聘启动期间报名', en: 'Apply while a round is open' },
  },
  ChannelNotAllowed: {
    title: { zh: '本批次不接受该渠道（{channel}）', en: 'The round does not use this channel ({channel})' },
    action: { zh: '请使用本批次公布的渠道：{channels}', en: 'Use a channel of the round: {channels}' },
  },
  DegreeTooLow: {
    title: { zh: '学历低于 {least}', en: 'The degree is lower than {least}' },
    action: {
      zh: '学历是硬性条件，不设例外：不能通过资格审查',
      en: 'The degree has no exception: the candidate cannot pass the screening',
    },
  },
  PartyMembershipExceptionRequired: {
    title: { zh: '原则上应为中共党员', en: 'The candidate is in principle a party member' },
    action: { zh: '如需例外，请写明理由和批准人', en: 'For an exception give the reason and the approver' },
  },
  StageOutOfOrder: {
    title: { zh: '选聘环节顺序不符：应先完成“{next}”', en: 'The stage is out of order: {next} comes first' },
    action: { zh: '请按本批次的程序依次办理', en: 'Follow the order of stages of the round' },
  },
  PublicityOpen: {
    title: {
      zh: '公示尚未结束或仍有异议未处理（公示至 {to}，未处理 {open} 件）',
      en: 'The public notice is not over (to {to}, objections open: {open})',
    },
    action: { zh: '请在公示期满次日起、异议处理完毕后登记', en: 'Wait for the day after its last day and settle every objection' },
  },
  StagesIncomplete: {
    title: { zh: '选聘程序未完成：{missing}', en: 'Stages are still to be passed: {missing}' },
    action: { zh: '请先完成全部环节再聘任', en: 'Complete every stage, then appoint' },
  },
  RoundFull: {
    title: { zh: '本批次岗位已满（{posts}）', en: 'Every post of the round is filled ({posts})' },
    action: { zh: '可列为备用人选，或另行选聘', en: 'Keep the candidate in reserve or plan another round' },
  },
  NotAuthorized: {
    title: { zh: '不在您的办理范围内', en: 'This is not yours to act on' },
    action: {
      zh: '请由本人、推荐单位或本批次选聘评委办理',
      en: 'Ask the candidate, the department concerned or a member of the round’s panel',
    },
  },
  StintOverlap: {
    title: {
      zh: '与已登记的同类育人经历重叠（{from} 至 {to}）',
      en: 'The stint overlaps another of the same role ({from} to {to})',
    },
    action: { zh: '请核对起止日期，或先结束前一段', en: 'Check the dates, or close the earlier stint first' },
  },
  YearOutsideStint: {
    title: { zh: '{year} 年不在任何一段育人经历之内', en: 'The year {year} lies in no stint' },
    action: { zh: '请核对年度，或先登记育人经历', en: 'Check the year, or record the stint first' },
  },
  ServiceTooShort: {
    title: {
      zh: '育人经历不足 {years} 年：截至 {on} 计 {countedDays} 天，须满至 {enoughOn}',
      en: 'Less than {years} full years: {countedDays} days count before {on}, enough on {enoughOn}',
    },
    action: {
      zh: '考核不合格年度的时间不计；请在满足年限后再认定',
      en: 'Failed years do not count; certify once the time is reached',
    },
  },
  AssessmentNotQualified: {
    title: { zh: '计入的时间内没有合格的考核', en: 'No assessment of the counted time is qualified' },
    action: { zh: '请先登记该段时间的考核结果', en: 'Record the assessment of that time first' },
  },
  CourseLimitExceeded: {
    title: {
      zh: '本学期思政理论课已满：加上“{courseTitle}”为 {count}，上限 {max}',
      en: 'The term has its ideological-theory courses: with this one {count}, at most {max}',
    },
    action: { zh: '请先取消另一门课程，或安排在其他学期', en: 'Release the other course first, or choose another term' },
  },
  WrongState: {
    title: { zh: '当前状态（{status}）不能办理', en: 'Not possible in the present state ({status})' },
    action: { zh: '请核对办理顺序', en: 'Check the order of the steps' },
  },
  InvalidValue: {
    title: { zh: '“{field}”的值不符合要求', en: 'The value of {field} is not valid' },
    action: { zh: '请核对后重新填写', en: 'Check it and enter it again' },
  },
})
