import * as p from '@fudao/contracts/policy'
import * as r from '@fudao/contracts/registry'
import { aggregateHandlers, type FactTools } from '@fudao/service-kit'
import { campusDecider, type TenantFacts } from './domain/campus/campus.js'
import { campusPolicyDecider } from './domain/policy/campus-policy.js'
import { provinceDecider } from './domain/province/province.js'

/** Ids are unique over campuses and provinces: `other` is the tenant of the other kind with this id. */
const tenantFacts = async (other: Promise<{ readonly status: string }>, { mode }: FactTools): Promise<TenantFacts> => ({
  taken: (await other).status !== 'none',
  firstDayAllowed: mode !== 'production',
})

export const campusHandlers = aggregateHandlers({
  decider: campusDecider,
  events: [r.CampusRegistered],
  commands: [r.RegisterCampus],
  facts: {
    RegisterCampus: ({ data }, load, tools) => tenantFacts(load(provinceDecider, r.Province, { provinceId: data.campusId }), tools),
  },
})
export const provinceHandlers = aggregateHandlers({
  decider: provinceDecider,
  events: [r.ProvinceRegistered],
  commands: [r.RegisterProvince],
  facts: {
    RegisterProvince: ({ data }, load, tools) => tenantFacts(load(campusDecider, r.Campus, { campusId: data.provinceId }), tools),
  },
})
export const policyHandlers = aggregateHandlers({
  decider: campusPolicyDecider,
  events: [p.PresetAdopted, p.PolicyParameterSet, p.PolicyParameterCorrected, p.PolicyParameterRetired, p.PolicyTextAttached],
  commands: [p.AdoptPreset, p.SetParameter, p.CorrectParameter, p.RetireParameter, p.AttachPolicyText],
})
export const registryHandlers = [campusHandlers, provinceHandlers, policyHandlers]
