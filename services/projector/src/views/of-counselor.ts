import { sql } from 'kysely'
import { sealedName, tableNames as t } from '../tables.js'

/** The counselor of a row `r`, where they are now: that department answers for them. */
export const who = sql`left join ${t.counselors} co on co.campus = r.campus and co."counselorId" = r."counselorId"
  left join ${t.departments} d on d.campus = r.campus and d."departmentId" = co."departmentId"
  left join ${t.people} p on p.campus = co.campus and p."personId" = co."personId"`
export const whoColumns = sql`r."counselorId", ${sealedName} as name, co."departmentId", d.name as "departmentName"`
export const whose = { departmentId: sql`co."departmentId"`, counselorId: sql`r."counselorId"` }
