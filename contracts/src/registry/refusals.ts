import { defineRefusals } from '../kit/index.js'

export const registryRefusals = defineRefusals({
  CampusExists: {
    title: { zh: '学校“{campusId}”已注册，且信息不同', en: 'The campus “{campusId}” is registered with other data' },
    action: { zh: '请核对编号，或改用另一个编号', en: 'Check the id or choose another one' },
  },
  ProvinceExists: {
    title: { zh: '省份“{provinceId}”已注册，且信息不同', en: 'The province “{provinceId}” is registered with other data' },
    action: { zh: '请核对编号，或改用另一个编号', en: 'Check the id or choose another one' },
  },
  IdReserved: {
    title: { zh: '编号“{id}”为平台保留', en: 'The id “{id}” is reserved for the platform' },
    action: { zh: '请改用另一个编号', en: 'Choose another id' },
  },
  IdTaken: {
    title: { zh: '编号“{id}”已被其他租户使用', en: 'The id “{id}” belongs to another tenant' },
    action: { zh: '学校与省份不能同号，请改用另一个编号', en: 'A campus and a province cannot share an id; choose another one' },
  },
  FirstDayNotAllowed: {
    title: { zh: '只有演示和测试环境可以指定起始日期', en: 'A first day can be given in demo and test only' },
    action: { zh: '请去掉起始日期', en: 'Leave the first day out' },
  },
})
