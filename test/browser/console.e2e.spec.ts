import { createRequire } from 'node:module'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { assess, openCampus, propose, type TestCampus } from '../acceptance/support/campus.js'
import { findChromium } from './find-chromium.js'

const program = findChromium()
const require = createRequire(import.meta.url)
const axe = require.resolve('axe-core/axe.min.js')

interface AxeResult {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly target: readonly string[] }[] }[]
}

/** Breaches of WCAG A and AA on the page as it is. */
const breaches = async (page: Page): Promise<readonly string[]> => {
  await page.addScriptTag({ path: axe })
  const result = await page.evaluate<AxeResult>(
    "Promise.allSettled(document.getAnimations().filter((a) => a.effect.getComputedTiming().activeDuration !== Infinity).map((a) => a.finished)).then(() => axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa'] }))",
  )
  return result.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`)
}

describe.skipIf(program === null)('the console in a browser (needs Chromium: apt-get install chromium, or set CHROMIUM)', () => {
  let browser: Browser
  let context: BrowserContext
  let page: Page
  let campus: TestCampus
  const complaints: string[] = []

  beforeAll(async () => {
    campus = await openCampus({ firstDay: '2022-03-01' })
    await campus.hire('c1')
    await campus.hire('c2')
    await campus.publishScheme(2022)
    await campus.advance('2023-01-20')
    await assess(campus, 'c1', 2022, 'unqualified')
    await campus.advance('2023-03-01')
    await campus.publishScheme(2023)
    await campus.advance('2024-01-20')
    await propose(campus, 'c1', 2023, 'unqualified')
    browser = await chromium.launch({
      executablePath: program ?? '',
      args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
    })
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
  const row = (key: string) => page.locator(`[data-testid=row][data-row="${key}"]`)

  it('signs in and shows the contracts and the date of the campus', async () => {
    await open(`/${campus.campus}/contracts`)
    await page.getByTestId('sign-in-submit').waitFor()
    expect(await breaches(page)).toEqual([])
    await page.getByTestId('sign-in-submit').click()
    await row('k_c1').waitFor()
    expect(await page.getByTestId('campus-date').textContent()).toContain('2024-01-20')
    expect(await page.getByTestId('campus-name').textContent()).toBe('验收学院')
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN')
    expect(await breaches(page)).toEqual([])
  })

  it('shows a final grade’s consequence without reload: the exit case within a second', async () => {
    await page.getByRole('tab', { name: '退出预警' }).click()
    await page.locator('[data-testid=live][data-state=live]').waitFor()
    await page.getByTestId('table-exit-watch').waitFor()
    const started = performance.now()
    await campus.finalize('c1', 2023)
    await page.locator('[data-testid=exit-state][data-state=terminationPermitted]').waitFor()
    expect(performance.now() - started, 'click to screen in ms').toBeLessThan(1_500)
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

  it('speaks English by a switch, on every page', async () => {
    await open(`/${campus.campus}/contracts`)
    await row('k_c1').waitFor()
    await page.getByTestId('language').click()
    for (const tab of ['Contracts', 'Exit watch', 'Tasks']) await page.getByRole('tab', { name: tab }).click()
    expect(await page.locator('html').getAttribute('lang')).toBe('en')
    // What people wrote (names, posts) stays as written; the console's own words are English.
    const words = (await page.locator('header').textContent())?.replace('验收学院', '')
    expect(words).toMatch(/^[^\u4e00-\u9fff]*中文[^\u4e00-\u9fff]*$/)
    await page.getByTestId('language').click()
  })

  it('says what to do where a role may not look, with the trace id', async () => {
    // In the same tab and without reload: nothing that the one before has read may be left.
    await page.getByRole('tab', { name: '合同' }).click()
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
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
    expect(await breaches(page)).toEqual([])
  })

  it('the browser complained of nothing', () => {
    expect(complaints).toEqual([])
  })
})
