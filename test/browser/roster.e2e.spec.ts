import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { openCampus, type TestCampus } from '../acceptance/support/campus.js'
import { fullTimeRow, partTimeRow, sheetOf, workbookOf } from '../acceptance/support/roster.js'
import { breaches, findChromium, launchQuietly } from './chromium.js'
import { chineseIn, englishIn, shownTexts } from './shown-texts.js'

const program = findChromium()
const mimeType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
// What people wrote stays as written.
const data = ['验收学院', '护理系', '名册', '校发〔2023〕7号', '学院路', '中文', 'English', 'Excel', 'xlsx', 'nursing', 'main']

describe.skipIf(program === null)('the roster in a browser (needs Chromium: apt-get install chromium, or set CHROMIUM)', () => {
  let browser: Browser
  let page: Page
  let campus: TestCampus

  beforeAll(async () => {
    campus = await openCampus({ firstDay: '2024-03-01' })
    browser = await launchQuietly(program)
    page = await (await browser.newContext({ viewport: { width: 1280, height: 800 }, bypassCSP: true, locale: 'zh-CN' })).newPage()
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
  })

  const button = (testId: string) => page.getByTestId(testId)
  const choose = async (name: string, buffer: Buffer) => {
    await button('roster-file').setInputFiles({ name, mimeType, buffer })
    await page.getByText(name).waitFor()
  }
  const over = async (dryRun: boolean): Promise<string> => {
    const job = page.locator(`[data-testid=roster-job][data-state=done][data-dry-run=${dryRun}]`)
    await job.waitFor()
    return (await job.getByRole('status').textContent()) ?? ''
  }
  const saved = async (testId: string): Promise<{ readonly name: string; readonly rows: readonly (readonly string[])[] }> => {
    const [download] = await Promise.all([page.waitForEvent('download'), button(testId).click()])
    const chunks: Buffer[] = []
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer)
    return { name: download.suggestedFilename(), rows: await sheetOf(Buffer.concat(chunks)) }
  }

  it('an empty register says what to do, and gives the template', async () => {
    await page.goto(new URL(`/${campus.campus}/counselor-register`, inject('baseUrl')).href)
    await button('sign-in-submit').click()
    await page.getByTestId('empty').waitFor()
    await button('roster-import-open').click()
    await button('roster-import').waitFor()
    expect(await button('roster-check').isDisabled()).toBe(true)
    expect(await button('roster-confirm').isDisabled()).toBe(true)
    const template = await saved('roster-template')
    expect([template.name, template.rows[0]?.[0]]).toEqual(['辅导员名册模板.xlsx', '工号*'])
    expect(await breaches(page)).toEqual([])
  })

  it('a file that cannot be read is a problem that says so', async () => {
    await choose('wrong.xlsx', Buffer.from('工号,姓名'))
    await button('roster-check').click()
    await page.locator('[data-testid=problem][data-code=NotAWorkbook]').waitFor()
    expect(await button('roster-confirm').isDisabled()).toBe(true)
  })

  it('a file is checked first, then imported; faulty rows come back, and the register shows the others', async () => {
    const rows = [
      fullTimeRow('1001', { idDocument: '11010519491231002X' }),
      partTimeRow('1002'),
      fullTimeRow('1003', { departmentId: '无' }),
    ]
    await choose('roster.xlsx', await workbookOf(rows))
    await button('roster-check').click()
    expect(await over(true)).toContain('可导入 2 行，无变化 0 行，有问题 1 行')
    expect(await page.getByTestId('row').count(), 'a check writes nothing').toBe(0)
    const faulty = await saved('roster-result')
    expect(faulty.rows[1]?.at(-1)).toMatch(/DepartmentUnknown/)
    expect(await breaches(page)).toEqual([])

    await button('roster-confirm').click()
    expect(await over(false)).toContain('已导入 2 行，无变化 0 行，退回 1 行')
    await page.getByTestId('row').nth(1).waitFor()
    await page.getByText('110105********002X').waitFor()
    expect(englishIn(await shownTexts(page, data))).toEqual([])

    await button('roster-check').click()
    expect(await over(true)).toContain('可导入 0 行，无变化 2 行，有问题 1 行')
    expect(await button('roster-confirm').isDisabled()).toBe(true)
  })

  it('the register is exported, in full where that is asked for with a reason', async () => {
    const masked = await saved('roster-export')
    expect([masked.name, masked.rows.length]).toEqual(['辅导员花名册.xlsx', 3])
    expect(JSON.stringify(masked.rows)).toContain('110105********002X')
    await button('roster-full').click()
    await button('roster-reason').waitFor()
    expect(await button('roster-export').isDisabled()).toBe(true)
    expect(await breaches(page)).toEqual([])
    await button('roster-reason').fill('核对参保名单')
    expect(JSON.stringify((await saved('roster-export')).rows)).toContain('11010519491231002X')
  })

  it('speaks English, fits a phone, and offers no import to others', async () => {
    await button('language').click()
    await page.getByRole('tab', { name: 'Counselor register' }).waitFor()
    expect(chineseIn(await shownTexts(page, data))).toEqual([])
    await page.setViewportSize({ width: 390, height: 800 })
    await page.getByTestId('row').first().waitFor()
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
    expect(await breaches(page)).toEqual([])
    await button('sign-out').click()
    await button('role').click()
    await page.keyboard.type('Student affairs')
    await page.keyboard.press('Enter')
    await button('sign-in-submit').click()
    await button('roster-export').waitFor()
    expect(await button('roster-import-open').count()).toBe(0)
  })
})
