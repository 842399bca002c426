import { describe, expect, it } from 'vitest'
import * as assessment from '../assessment/enums.js'
import { roles } from '../kit/index.js'
import * as staffing from '../staffing/enums.js'
import { isKnownCode, sayCode, sentence } from './index.js'

describe('vocabulary', () => {
  it('has words for every role and for the codes of contracts, exit cases and posts', () => {
    const codes = [
      ...roles,
      ...staffing.contractKinds,
      ...staffing.clearances,
      ...staffing.exitGrounds,
      ...staffing.titleRanks,
      ...staffing.positionCategories,
      ...staffing.basicConditions,
      ...staffing.terminationDecisions,
      ...staffing.promotionTracks,
      ...staffing.titleEvidenceKinds,
      ...staffing.dormRoomKinds,
      ...assessment.awardKinds,
      ...assessment.accountabilityDecisions,
      ...assessment.achievementKinds,
      ...assessment.achievementLevels,
      ...assessment.achievementRoles,
      ...assessment.achievementStatuses,
      ...assessment.retractReasons,
      ...assessment.workSystems,
      ...assessment.talkChannels,
      ...assessment.contactParties,
      ...assessment.workTags,
      ...assessment.fileCategories,
    ]
    expect(codes.filter((code) => !isKnownCode(code))).toEqual([])
    for (const code of codes) {
      expect(sayCode(code).zh, code).toMatch(/\p{Script=Han}/u)
      expect(sayCode(code).en, code).not.toMatch(/\p{Script=Han}/u)
    }
  })
  it('leaves alone what has no words', () => {
    expect(sayCode('c_0001')).toEqual({ zh: 'c_0001', en: 'c_0001' })
    expect(sayCode('constructor')).toEqual({ zh: 'constructor', en: 'constructor' })
    expect(sentence(sayCode('held')).en).toBe('Held')
  })
})
