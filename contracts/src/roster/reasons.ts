import { defineRefusals } from '../kit/index.js'

/** What is wrong with a row of a roster file; refusals of commands keep their own code and text. */
export const rosterReasons = defineRefusals({
  CellMissing: {
    title: { zh: '未填写', en: 'It is empty' },
    action: { zh: '请填写后重新导入', en: 'Fill it in and import again' },
  },
  CodeUnknown: {
    title: { zh: '不在代码表中（可用：{allowed}）', en: 'It is not in the list of codes ({allowed})' },
    action: { zh: '请从下拉列表中选择', en: 'Choose from the list' },
  },
  DateMalformed: {
    title: { zh: '不是有效的日期', en: 'It is no date' },
    action: { zh: '请写成 yyyy-mm-dd，例如 2024-09-01', en: 'Write yyyy-mm-dd, such as 2024-09-01' },
  },
  CellMalformed: {
    title: { zh: '内容不符合要求', en: 'The content is not valid' },
    action: { zh: '请核对长度和字符', en: 'Check its length and characters' },
  },
  IdNumberWrong: {
    title: {
      zh: '居民身份证号码不符合 GB 11643（地区、出生日期或校验码）',
      en: 'The resident ID does not follow GB 11643 (region, date of birth or check character)',
    },
    action: { zh: '请核对号码；其他证件请改证件类型', en: 'Check the number; for another document change the document type' },
  },
  MaskedValue: {
    title: { zh: '遮盖后的号码与在册的不一致', en: 'The masked value is not that of the record' },
    action: { zh: '请填写完整号码，或留空表示不改', en: 'Give it in full, or leave it empty to keep the record' },
  },
  RowTwice: {
    title: { zh: '与第 {line} 行重复', en: 'The same as in row {line}' },
    action: { zh: '文件中每人只保留一行', en: 'Keep one row per person' },
  },
  DepartmentsNotSet: {
    title: { zh: '学校尚未设置系（部）', en: 'The campus has set no departments' },
    action: { zh: '请先在系统中设置系（部）', en: 'Set the departments first' },
  },
  DepartmentUnknown: {
    title: { zh: '没有这个系（部）', en: 'There is no such department' },
    action: { zh: '请填写系统中已设置的名称或编号', en: 'Give the name or id of one that is set' },
  },
  TitleIncomplete: {
    title: { zh: '职称、级别、学科、取得日期没有填全', en: 'Title, rank, discipline and date belong together' },
    action: { zh: '请四列都填，或都不填', en: 'Fill in all four, or none' },
  },
  DiffersFromRecord: {
    title: {
      zh: '与在册的不一致（在册：{recorded}），导入不能更改',
      en: 'It differs from the record ({recorded}), and an import cannot change it',
    },
    action: { zh: '请改回在册的内容，或在系统中单独办理', en: 'Restore it, or act on the record itself' },
  },
  HasLeft: {
    title: { zh: '已于 {lastDay} 离职注销', en: 'Deregistered on {lastDay}' },
    action: { zh: '重新入职的，起始日期须在此之后', en: 'For a new service give a later start' },
  },
  PersonAmbiguous: {
    title: { zh: '工号与在册人员对应不上', en: 'The staff number does not lead to one person' },
    action: { zh: '请在系统中单独办理', en: 'Act on the record itself' },
  },
  ChangedMeanwhile: {
    title: { zh: '导入期间被他人更新', en: 'Somebody else changed it during the import' },
    action: { zh: '请核对后重新导入', en: 'Check and import again' },
  },
  NotReached: {
    title: { zh: '服务暂时不可用，未能办完（已完成 {done} 步，共 {of} 步）', en: 'The service was away: {done} of {of} steps are done' },
    action: { zh: '请重新导入同一文件，会接着办完', en: 'Import the same file again: it will be completed' },
  },
  PartlyDone: {
    title: { zh: '只办完 {done} 步，共 {of} 步：期间情况有变', en: 'Only {done} of {of} steps are done: things changed meanwhile' },
    action: {
      zh: '请按另一条原因更正后重新导入，会接着办完',
      en: 'Mend what the other reason says and import again: it will be completed',
    },
  },
})
