import type { Grade } from '@fudao/contracts/assessment'
import type { Bilingual } from '@fudao/contracts/kit'
import type { PersonCategory } from '@fudao/contracts/staffing'

/** What a nomination stands on about the person. */
export interface NomineeFacts {
  /** Absent: nobody of this campus's counselors and student-work staff. */
  readonly member?: {
    readonly counselorId: string
    readonly personCategory: PersonCategory
    readonly departmentId: string
    readonly onLeave: boolean
    readonly departed: boolean
  }
  /** Latest final grade of the round's year and the one before; absent = none yet. */
  readonly grade?: { readonly year: number; readonly grade: Grade }
  /** Accountability cases whose sanction stands. */
  readonly sanctions: readonly string[]
}
export interface Ineligible extends Bilingual {
  readonly reason: 'unknown' | 'notActive' | 'unqualified' | 'sanctioned' | 'notNominated'
}

/** Why a person cannot be honoured (R-AK-85: excellent counselors and ideological workers); `null` = nothing speaks against it. */
export const whyNotEligible = ({ member, grade, sanctions }: NomineeFacts): Ineligible | null => {
  if (!member) return { reason: 'unknown', zh: '不在本校在册的学生工作人员中', en: 'is not registered with this campus' }
  if (member.departed || member.onLeave) return { reason: 'notActive', zh: '目前不在岗', en: 'is not in service at present' }
  if (grade?.grade === 'unqualified')
    return { reason: 'unqualified', zh: `${grade.year} 年考核不合格`, en: `was graded unqualified for ${grade.year}` }
  if (sanctions.length > 0) return { reason: 'sanctioned', zh: '有未撤销的问责处理', en: 'is under a sanction that stands' }
  return null
}
