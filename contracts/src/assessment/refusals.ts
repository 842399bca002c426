import { defineRefusals } from '../kit/index.js'

/** What each refusal of this context says to the person who asked, and what they can do. `{…}` comes from the refusal's params. */
export const assessmentRefusals = defineRefusals({
  // --- generic codes (C-09) in the words of an assessment
  WrongState: {
    title: { zh: '目前{stateZh}，不能这样办理', en: 'This cannot be done: {stateEn}' },
    action: { zh: '可办理的前提：{needsZh}。', en: 'It is possible once {needsEn}.' },
  },
  InvalidValue: {
    title: { zh: '{fieldZh}的值不符合规定', en: 'The value of {fieldEn} is not allowed' },
    action: { zh: '请更正：{expectedZh}。', en: 'Correct it: {expectedEn}.' },
  },
  NotAuthorized: {
    title: { zh: '您不能办理此事', en: 'You may not do this' },
    action: { zh: '{whyZh}。', en: '{whyEn}.' },
  },
  // --- AssessmentScheme
  WeightsInvalid: {
    title: { zh: '各方权重不符合规定', en: 'The weights are not valid' },
    action: {
      zh: '请给每一方（{parties}）大于 0 的权重，合计 100（现为 {sum}）。',
      en: 'Give each party ({parties}) a weight above 0; together they make 100 (now {sum}).',
    },
  },
  CriteriaMissing: {
    title: { zh: '考核重点不全', en: 'Criteria are missing' },
    action: { zh: '请补上：{missing}。', en: 'Add: {missing}.' },
  },
  // --- CounselorAssessment
  SchemeMissing: {
    title: { zh: '{year} 年的考核方案尚未公布', en: 'The scheme of {year} is not published' },
    action: { zh: '请先由学工部和组织（人事）部公布当年方案。', en: 'Have student affairs and the personnel office publish it first.' },
  },
  NotAParty: {
    title: { zh: '{party} 不是该方案的考核方', en: '{party} is not a party of this scheme' },
    action: { zh: '方案的考核方：{parties}。', en: 'The parties of the scheme are: {parties}.' },
  },
  PartyScoreMissing: {
    title: { zh: '还缺评分', en: 'Scores are missing' },
    action: { zh: '请等待或催促以下各方评分：{missing}。', en: 'Wait for or remind these parties: {missing}.' },
  },
  YearNotOver: {
    title: { zh: '考核年度尚未结束', en: 'The year is not over' },
    action: { zh: '最早可在 {from} 审定。', en: 'The result can be finalized from {from} on.' },
  },
  GradeQuotaReached: {
    title: { zh: '{year} 年“{gradeZh}”等次的名额已满', en: 'The places of “{gradeEn}” in {year} are taken' },
    action: {
      zh: '名额 {quota} 个，已审定 {taken} 个。请先更改其中一人的结果，或由学工部按程序调整学校政策中的“各等次名额”。',
      en: 'There are {quota}, and {taken} are taken. Revise one of these results first, or have student affairs change the quota in the campus policy.',
    },
  },
  ReasonMissing: {
    title: { zh: '没有写明理由', en: 'The reason is missing' },
    action: { zh: '请在 {field} 中写明理由；请勿写出学生姓名。', en: 'Give the reason in {field}; name no student.' },
  },
  // --- StudentEvaluation
  BallotClosed: {
    title: { zh: '测评目前没有开放', en: 'The ballot is not open' },
    action: { zh: '开放时间：{from} 至 {to}。', en: 'It is open from {from} to {to}.' },
  },
  AlreadyIssued: {
    title: { zh: '您已领取过本测评的凭证', en: 'You have a token for this ballot already' },
    action: {
      zh: '每人领取一次。请使用当时领取凭证的设备投票；平台没有保存您的凭证，无法补发。',
      en: 'One for each student. Vote on the device you got it with; the platform has not kept it and cannot give it again.',
    },
  },
  TokenInvalid: {
    title: { zh: '测评凭证无效', en: 'The ballot token is not valid' },
    action: {
      zh: '请使用在本测评中领取的凭证；遗失的凭证无法补发。',
      en: 'Use the token you got for this ballot; one that is lost cannot be given again.',
    },
  },
  AlreadyVoted: {
    title: { zh: '这张测评票已经投过', en: 'This ballot has been cast' },
    action: { zh: '每人一票，投出后不能更改；您的票已计入。', en: 'One ballot each, and it cannot be changed; yours has been counted.' },
  },
  // --- AwardRound
  AwardQuotaExceeded: {
    title: { zh: '获奖人选超过名额', en: 'There are more winners than places' },
    action: { zh: '最多 {quota} 名（现为 {chosen} 名）；请减少人选。', en: 'At most {quota} (now {chosen}); choose fewer.' },
  },
  NomineeNotEligible: {
    title: { zh: '人选 {personId} 不符合条件', en: '{personId} is not eligible' },
    action: { zh: '{whyZh}；请另选他人。', en: '{whyEn}; choose somebody else.' },
  },
  // --- AccountabilityCase
  ConsequenceMissing: {
    title: { zh: '没有写明严重后果', en: 'The serious consequence is missing' },
    action: {
      zh: '请写明失职渎职造成的严重后果；没有造成严重后果的不按本条问责。请勿写出学生姓名。',
      en: 'Describe the serious consequence; without one there is no case under this rule. Name no student.',
    },
  },
  // --- Achievement
  EvidenceMissing: {
    title: { zh: '没有佐证材料', en: 'The evidence is missing' },
    action: { zh: '请注明佐证材料的文号或地址。', en: 'Name the document that proves it, or where it is.' },
  },
  FindingMissing: {
    title: { zh: '没有认定依据', en: 'The finding is missing' },
    action: { zh: '撤销已核实的成果须注明所依据的认定文件。', en: 'Name the finding that takes the verified achievement away.' },
  },
  // --- WorkLog
  DutyCodeMissing: {
    title: { zh: '没有写明工作职责', en: 'The duty is missing' },
    action: {
      zh: '请选择职责 1–11；不属于辅导员职责的工作选 0 并写明内容。',
      en: 'Choose duty 1–11; for work outside the duties choose 0 and say what it was.',
    },
  },
  OutsideMonth: {
    title: { zh: '日期 {on} 不在 {month}', en: '{on} is not in {month}' },
    action: { zh: '请记入所属月份的工作记录。', en: 'Record it in the log of its own month.' },
  },
  // --- WeeklyJournal
  JournalIncomplete: {
    title: { zh: '周记内容不全', en: 'The journal is incomplete' },
    action: { zh: '请补写：{missing}；只写总体情况，请勿写出学生姓名。', en: 'Add: {missing}; write in general and name no student.' },
  },
  AlreadySubmitted: {
    title: { zh: '{isoWeek} 的周记已经提交', en: 'The journal of {isoWeek} has been submitted' },
    action: {
      zh: '每周一篇，提交后不能更改；补充的内容请写入下一周。',
      en: 'There is one a week and it stays as it is; add what is missing to the next.',
    },
  },
  // --- StudentFileReport
  UnknownCategory: {
    title: { zh: '档案类别不符', en: 'The categories are not the seven of a file' },
    action: { zh: '应为七类：缺 {missing}，多 {unknown}。', en: 'Give exactly the seven: missing {missing}, unknown {unknown}.' },
  },
  CountInvalid: {
    title: { zh: '{fieldZh}的数目不对', en: 'The number of {fieldEn} cannot be' },
    action: { zh: '应在 0 至 {max} 之间（现为 {value}）。', en: 'It lies between 0 and {max} (now {value}).' },
  },
  SuccessorMissing: {
    title: { zh: '没有可接收学生档案的人', en: 'Nobody can take the files over' },
    action: {
      zh: '{whyZh}；请系（部）党总支另行指定接收的辅导员。',
      en: '{whyEn}; the department branch names the counselor who takes them over.',
    },
  },
})
export type AssessmentRefusal = keyof typeof assessmentRefusals
