import type { DemoOptions } from './actors.js'
import { aksuHistory } from './aksu-history.js'
import { campuses, provinces } from './campuses.js'
import { makeStage, type Stage } from './stage.js'

/**
 * Loads the demo through the public API. Every command has its own idempotency key, so that a load which was interrupted
 * goes on where it stopped and a second one adds nothing.
 */
export const loadDemo = async (options: DemoOptions): Promise<void> => {
  const stage = makeStage(options)
  const wanted = (campus: string): boolean => options.campus === undefined || options.campus === campus
  options.log('provinces, campuses and their presets')
  await registerTenants(stage, wanted)
  if (!wanted('aksu')) return
  for (const [i, chapter] of aksuHistory.entries()) {
    options.log(`aksu ${i + 1}/${aksuHistory.length}: ${chapter.title}`)
    await chapter.play(stage)
  }
}

const registerTenants = async ({ act }: Stage, wanted: (campus: string) => boolean): Promise<void> => {
  const platform = await act('*', 'platformAdmin')
  for (const province of provinces)
    await platform.command('platform', 'registry', 'RegisterProvince', { ...province }, { key: `demo:province:${province.provinceId}` })
  for (const { presets, ...campus } of campuses) {
    if (!wanted(campus.campusId)) continue
    await platform.command(
      'platform',
      'registry',
      'RegisterCampus',
      { ...campus, timeZone: 'Asia/Shanghai' },
      { key: `demo:campus:${campus.campusId}` },
    )
    const affairs = await act(campus.campusId, 'studentAffairs')
    for (const { preset, contexts } of presets)
      await affairs.command(
        campus.campusId,
        'policy',
        'AdoptPreset',
        { preset, contexts, effectiveFrom: campus.firstDay, approvalRef: '党委会纪要〔示例〕1号' },
        { key: `demo:preset:${campus.campusId}:${preset}` },
      )
  }
  const province = await act('liaoning', 'provincialDepartment')
  await province.command(
    'liaoning',
    'policy',
    'AdoptPreset',
    { preset: 'liaoning-province', contexts: ['campaigns'], effectiveFrom: '2021-03-01', approvalRef: '辽教办〔2021〕59号' },
    { key: 'demo:preset:liaoning' },
  )
}
