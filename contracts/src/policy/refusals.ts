import { defineRefusals } from '../kit/index.js'

export const policyRefusals = defineRefusals({
  UnknownPreset: {
    title: { zh: '没有名为“{preset}”的预设', en: 'There is no preset named “{preset}”' },
    action: { zh: '请从以下预设中选择：{known}', en: 'Choose one of: {known}' },
  },
  BackdatedPolicy: {
    title: {
      zh: '生效日期 {effectiveFrom} 早于当前日期 {asOf}',
      en: 'The policy would take effect on {effectiveFrom}, before today ({asOf})',
    },
    action: {
      zh: '请选择今天或以后的日期；历史值有误请用“更正参数”',
      en: 'Choose today or later; a wrong value of the past is corrected with CorrectParameter',
    },
  },
  UnknownParameter: {
    title: { zh: '没有名为“{key}”的参数', en: 'There is no parameter named “{key}”' },
    action: { zh: '请在政策页查看全部参数', en: 'See the policy page for all parameters' },
  },
  InvalidValue: {
    title: { zh: '“{key}”的值不合要求：{reasonZh}', en: 'The value of “{key}” is not allowed: {reasonEn}' },
    action: { zh: '请按参数说明的类型、单位和范围填写', en: 'Follow the type, unit and range of the parameter' },
  },
  ReasonMissing: {
    title: {
      zh: '更正参数须写明理由并由第二人审核（缺少：{missing}）',
      en: 'A correction needs a reason and a second approver (missing: {missing})',
    },
    action: { zh: '请补充理由和审核人', en: 'Add the reason and the approver' },
  },
  NotSet: {
    title: { zh: '参数“{key}”尚未设定', en: 'The parameter “{key}” is not set' },
    action: { zh: '请先设定该参数', en: 'Set the parameter first' },
  },
  TextMissing: {
    title: { zh: '没有给出政策文本', en: 'No policy text is given' },
    action: { zh: '请填写文号或链接', en: 'Give its document number or link' },
  },
  ApprovalMissing: {
    title: { zh: '采用预设须经学校党委批准', en: 'Adopting a preset needs the approval of the party committee' },
    action: { zh: '请填写批准文号', en: 'Give the reference of the approval' },
  },
  NotAuthorized: {
    title: { zh: '您的角色不能修改“{key}”', en: 'Your role may not change “{key}”' },
    action: { zh: '请由 {roles} 办理', en: 'Ask {roles} to do it' },
  },
  WrongState: {
    title: { zh: '要更正的事件没有设定过“{key}”', en: 'The event to correct did not set “{key}”' },
    action: { zh: '请核对要更正的事件编号', en: 'Check the id of the event to correct' },
  },
})
