import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { eventually, openCampus, type TestCampus } from '../acceptance/support/campus.js'
import { breaches, findChromium, launchQuietly } from './chromium.js'

const program = findChromium()

describe.skipIf(program === null)('the staffing ratio in a browser (needs Chromium: apt-get install chromium, or set CHROMIUM)', () => {
  let browser: Browser
  let page: Page
  let campus: TestCampus

  beforeAll(async () => {
    campus = await openCampus({ firstDay: '2024-06-29' })
    await Promise.all(Array.from({ length: 21 }, (_, i) => campus.hire(`f${i + 1}`)))
    await campus.advance('2024-09-01')
    await campus.as('studentAffairs', 'staffing', 'RecordHeadcount', { students: 4_201, byDepartment: {} })
    await eventually(
      'RM-01 shows it',
      async () => (await campus.rows('staffing-ratio', { scope: 'campus' }, 'partyCommittee'))[0],
      (row) => row?.students === 4_201,
    )
    browser = await launchQuietly(program)
    page = await (await browser.newContext({ viewport: { width: 1280, height: 800 }, bypassCSP: true, locale: 'zh-CN' })).newPage()
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
  })

  it('4,201 students of 21 counselors are shown as 1:200.0 and yet not compliant, with the arithmetic', async () => {
    await page.goto(new URL(`/${campus.campus}/staffing-ratio`, inject('baseUrl')).href)
    await page.getByTestId('sign-in-submit').click()
    await page.locator('[data-testid=verdict][data-verdict=notMet]').waitFor()
    expect(await page.locator('[data-figure=ratio]').textContent()).toContain('1:200.0')
    expect(await page.locator('[data-figure=gapThirdsFte]').textContent()).toContain('1/3')
    expect(await page.getByTestId('verdict').textContent()).toContain('不达标')
    await page.getByTestId('verdict-arithmetic').getByText('(3 × 21 + 1 × 0) × 200 = 12600 < 3 × 4201 = 12603').waitFor()
    expect(await breaches(page)).toEqual([])
    await page.locator('[data-figure=gapThirdsFte]').getByTestId('why').click()
    await page.getByTestId('why-answer').waitFor()
    await page.keyboard.press('Escape')
  })

  it('says that a past day is shown, keeps it on the next page, and goes back to today', async () => {
    await page.getByTestId('as-of').fill('2024-07-01')
    await page.locator('[data-testid=verdict][data-verdict=unknown]').waitFor()
    expect(await page.getByTestId('other-day').textContent()).toContain('2024-07-01')
    await page.getByRole('tab', { name: '退出预警' }).click()
    await page.getByTestId('table-exit-watch').waitFor()
    expect(page.url()).toContain('asOf=2024-07-01')
    expect(await breaches(page)).toEqual([])
    await page.getByTestId('to-today').click()
    await expect.poll(() => page.url()).not.toContain('asOf')
  })
})
