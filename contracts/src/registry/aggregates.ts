import { defineAggregate } from '../kit/index.js'

/** Tenant id that no campus and no province may have. */
export const PLATFORM = 'platform'

/** Stream `campus-platform.<campusId>`. */
export const Campus = defineAggregate({
  context: 'registry',
  name: 'Campus',
  category: 'campus',
  key: ['campusId'],
  tenant: PLATFORM,
  title: { zh: '学校', en: 'Campus' },
})
/** Stream `province-platform.<provinceId>`. */
export const Province = defineAggregate({
  context: 'registry',
  name: 'Province',
  category: 'province',
  key: ['provinceId'],
  tenant: PLATFORM,
  title: { zh: '省份', en: 'Province' },
})
