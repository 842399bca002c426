import { cast } from './demo/story.js'

/** What a person can paste into a second terminal: a second failed result in a row becomes final, and the contract is held for it. */
export const mainJobExample = (baseUrl: string, dataPath: string | undefined): string => {
  const data = dataPath === undefined ? '' : ` --data ${dataPath}`
  const payload = JSON.stringify({
    counselorId: cast.mainJob,
    year: 2023,
    coSigners: [{ role: 'orgPersonnel', userId: 'u_personnel', ref: 'demo-1' }],
  })
  return [
    `  TOKEN=$(npm run -s token -- --campus aksu --role studentAffairs${data})`,
    `  curl -sS ${baseUrl}/api/aksu/assessment/FinalizeResult -H "authorization: Bearer $TOKEN" \\`,
    `    -H 'content-type: application/json' -H "idempotency-key: $(cat /proc/sys/kernel/random/uuid)" -d '${payload}'`,
    `  sleep 1; curl -sS "${baseUrl}/api/aksu/views/contracts?counselorId=${cast.mainJob}" -H "authorization: Bearer $TOKEN"`,
  ].join('\n')
}
