import { defineRefusals } from '../kit/index.js'

export const calendarRefusals = defineRefusals({
  DateAlreadyPassed: {
    title: { zh: '日历已到 {today}，不能退回 {to}', en: 'The calendar is at {today}; it cannot go back to {to}' },
    action: { zh: '请选择 {today} 之后的日期', en: 'Choose a day after {today}' },
  },
  TooManyDays: {
    title: { zh: '一次最多推进 {limit} 天，要求了 {days} 天', en: 'At most {limit} days at a time; {days} were asked for' },
    action: { zh: '请分几次推进', en: 'Advance in several steps' },
  },
  DemoOnly: {
    title: { zh: '只有演示和测试环境可以推进日期', en: 'The date can be advanced in demo and test only' },
    action: { zh: '正式环境的日历按时钟走', en: 'In production the calendar follows the clock' },
  },
})
