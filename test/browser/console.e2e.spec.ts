import { campuses } from '@fudao/local/demo'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { assess, openCampus, propose, type TestCampus } from '../acceptance/support/campus.js'
import { breaches, findChromium, launchQuietly } from './chromium.js'
import { chineseIn, englishIn, shownTexts } from './shown-texts.js'

const program = findChromium()

describe.skipIf(program === null)('the console in a browser (needs Chromium: apt-get install chromium, or set CHROMIUM)', () => {
  let browser: Browser
  let context: BrowserContext
  let page: Page
  let campus: TestCampus
  const complaints: string[] = []

  beforeAll(async () => {
    campus = await openCampus({ firstDay: '2022-03-01' })
    await campus.as('studentAffairs', 'policy', 'AttachPolicyText', { topic: 'phone', docRef: '院发〔2022〕18号《通讯经费办法》' })
    await campus.hire('c1')
    await campus.hire('c2')
    await campus.hire('c3')
    await campus.publishScheme(2022)
    await campus.advance('2023-01-20')
    await assess(campus, 'c1', 2022, 'unqualified')
    await campus.advance('2023-03-01')
    await campus.publishScheme(2023)
    await campus.advance('2024-01-20')
    await propose(campus, 'c1', 2023, 'unqualified')
    await propose(campus, 'c3', 2023, 'unqualified')
    browser = await launchQuietly(program)
    // Only the test's own script for accessibility needs the policy out of the way.
    context = await browser.newContext({ viewport: { width: 1280, height: 800 }, bypassCSP: true, locale: 'zh-CN' })
    page = await context.newPage()
    page.on('console', (message) => {
      if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(error.message))
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
  })

  const open = (path: string) => page.goto(new URL(path, inject('baseUrl')).href)
  /** The list is there, and with `why=` the answer or why there is none. */
  const settled = async (place: string) => {
    await page.locator('[data-testid^=table-]').waitFor()
    if (place.includes('why=')) await page.locator('[data-testid=why-answer], [data-testid=problem]').waitFor()
  }
  const row = (key: string) => page.locator(`[data-testid=row][data-row="${key}"]`)

  it('signs in and shows the contracts and the date of the campus', async () => {
    await open(`/${campus.campus}/contracts`)
    await page.getByTestId('sign-in-submit').waitFor()
    expect(await breaches(page)).toEqual([])
    await page.getByTestId('campus').click()
    for (const { campusId, name } of campuses) await page.getByText(`${campusId} · ${name}`).waitFor({ state: 'visible' })
    await page.keyboard.press('Escape')
    await page.getByTestId('sign-in-submit').click()
    await row('k_c1').waitFor()
    expect(await row('k_c1').textContent()).toContain('护理系')
    expect(await page.getByTestId('campus-date').textContent()).toContain('2024-01-20')
    expect(await page.getByTestId('campus-name').textContent()).toBe('验收学院')
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN')
    expect(await breaches(page)).toEqual([])
  })

  it('a final grade changes the contract to held without reload, within a second or two', async () => {
    await page.locator('[data-testid=live][data-state=live]').waitFor()
    await row('k_c3').locator('[data-clearance=none]').waitFor()
    await page.evaluate("document.body.dataset.kept = 'yes'")
    const started = performance.now()
    await campus.finalize('c3', 2023)
    await row('k_c3').locator('[data-clearance=held]').waitFor()
    expect(performance.now() - started, 'command to screen in ms').toBeLessThan(2_000)
    expect(await page.evaluate<string>('document.body.dataset.kept'), 'the page was not loaded again').toBe('yes')
  })

  it('shows the second failed year’s consequence too: the exit case', async () => {
    await page.getByRole('tab', { name: '退出预警' }).click()
    await page.locator('[data-testid=live][data-state=live]').waitFor()
    await page.getByTestId('table-exit-watch').waitFor()
    const started = performance.now()
    await campus.finalize('c1', 2023)
    await page.locator('[data-testid=exit-state][data-state=terminationPermitted]').waitFor()
    expect(performance.now() - started, 'command to screen in ms').toBeLessThan(2_000)
    expect(await breaches(page)).toEqual([])
    await page.getByRole('tab', { name: '合同' }).click()
    await row('k_c1').locator('[data-clearance=held]').waitFor()
  })

  it('says why: rule, article and what it says, events, and the event itself with its trace', async () => {
    await row('k_c1').getByTestId('why').click()
    const answer = page.getByTestId('why-answer')
    await answer.waitFor()
    expect(await page.getByTestId('why-conclusion').textContent()).toContain('2023')
    expect(await answer.locator('[data-rule=R-AK-81]').first().textContent()).toMatch(/三、/)
    expect(await answer.getByTestId('why-arithmetic').first().textContent()).toContain('不在原则上不得采用之列')
    const due = answer.locator('[data-key="staffing.contract.forbiddenKinds"]').first()
    expect(await due.textContent()).toContain('劳务派遣、人事代理')
    expect(await answer.locator('[data-testid=why-step][data-event-type="assessment.AssessmentFinalized"]').count()).toBeGreaterThan(0)
    await page.getByTestId('show-event').last().click()
    const json = page.getByTestId('event-json').last()
    await json.waitFor()
    expect(await json.textContent()).toMatch(/[0-9a-f]{32}/)
    expect(await breaches(page)).toEqual([])
    await page.keyboard.press('Escape')
    await expect.poll(() => page.url()).not.toContain('why=')
  })

  it('keeps search, filter and order in the address; "/" reaches the search', async () => {
    await page.keyboard.press('/')
    await page.keyboard.type('c1')
    await expect.poll(() => row('k_c2').count()).toBe(0)
    expect(page.url()).toContain('q=c1')
    await open(`/${campus.campus}/contracts?clearance=held&sort=-counselorId`)
    await row('k_c1').waitFor()
    expect(await row('k_c2').count()).toBe(0)
    await open(`/${campus.campus}/contracts?q=nobody`)
    await page.getByTestId('empty').waitFor()
  })

  it('R-AK-76: the policy page names the texts of the campus and since when they are there', async () => {
    await open(`/${campus.campus}/policy`)
    await page.getByTestId('policy-texts').waitFor()
    expect(await page.getByTestId('policy-texts').textContent()).toContain('通讯经费: 院发〔2022〕18号《通讯经费办法》 自 2022-03-01 起')
    expect(await breaches(page)).toEqual([])
  })

  // What people wrote stays as written; everything else is in the reader's language.
  const data = ['验收学院', '护理系', '验收', '学院路', '中文', 'English']
  const exitCaseId = 'c1_2023_twoConsecutiveFails'
  const places = ['contracts', 'exit-watch', 'exit-watch?list=oneFail', 'exit-watch?list=unsuitable', 'tasks', 'staffing-ratio'].concat(
    `exit-watch?why=exit-case:${exitCaseId}`,
    'contracts?why=contract:k_c3',
    'contracts?why=contract:k_none',
    'contracts?q=nobody',
    'contracts?asOf=2023-02-01',
  )
  it('speaks English by a switch: no Chinese is left on any page', async () => {
    await open(`/${campus.campus}/contracts`)
    await row('k_c1').waitFor()
    await page.getByTestId('language').click()
    await page.getByRole('tab', { name: 'Exit watch' }).waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('en')
    const left: string[] = []
    for (const place of places) {
      await open(`/${campus.campus}/${place}${place.includes('?') ? '&' : '?'}lang=en`)
      await settled(place)
      left.push(...chineseIn(await shownTexts(page, data)).map((text) => `${place}: ${text}`))
    }
    expect(left).toEqual([])
  })

  it('speaks Chinese by default: no English is left on any page', async () => {
    await page.getByTestId('language').click()
    await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('zh-CN')
    const left: string[] = []
    for (const place of places) {
      await open(`/${campus.campus}/${place}`)
      await settled(place)
      left.push(...englishIn(await shownTexts(page, data)).map((text) => `${place}: ${text}`))
    }
    expect(left).toEqual([])
    expect(await breaches(page)).toEqual([])
    await open(`/${campus.campus}/tasks`)
    await settled('tasks')
    expect(await breaches(page)).toEqual([])
  })

  it('says what to do where a role may not look, with the trace id', async () => {
    // In the same tab and without reload: nothing that the one before has read may be left.
    await open(`/${campus.campus}/contracts`)
    await row('k_c1').waitFor()
    await page.getByTestId('sign-out').click()
    await page.getByTestId('role').click()
    await page.keyboard.type('数据分析')
    await page.keyboard.press('Enter')
    await page.getByTestId('sign-in-submit').click()
    await page.getByTestId('problem').waitFor()
    expect(await page.getByTestId('problem').getAttribute('data-code')).toBe('NotAuthorized')
    expect(await page.getByTestId('trace-id').textContent()).toMatch(/[0-9a-f]{32}/)
    expect(await page.getByTestId('row').count(), 'rows that the one before has read').toBe(0)
    await page.getByTestId('sign-out').click()
  })

  it('works on a phone: cards, nothing wider than the screen', async () => {
    await page.setViewportSize({ width: 390, height: 800 })
    await open(`/${campus.campus}/contracts`)
    await page.getByTestId('sign-in-submit').click()
    await row('k_c1').waitFor()
    for (const place of places) {
      await open(`/${campus.campus}/${place}`)
      await settled(place)
      expect(await page.evaluate<number>('document.documentElement.scrollWidth'), place).toBeLessThanOrEqual(390)
    }
    await open(`/${campus.campus}/contracts`)
    await row('k_c1').waitFor()
    expect(await breaches(page)).toEqual([])
  })

  it('the browser complained of nothing', () => {
    expect(complaints).toEqual([])
  })
})
