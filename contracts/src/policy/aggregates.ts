import { defineAggregate } from '../kit/index.js'

/** Stream `policy-<tenant>.<tenant>`: one per campus, and one per province (C-14). */
export const CampusPolicy = defineAggregate({
  context: 'policy',
  name: 'CampusPolicy',
  category: 'policy',
  key: [],
  title: { zh: '学校政策', en: 'Campus policy' },
})
