import type { Browser, BrowserContext, Page, Request } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { eventually, openCampus, type TestCampus } from '../acceptance/support/campus.js'
import { breaches, findChromium, launchQuietly } from './chromium.js'
import { chineseIn, englishIn, shownTexts } from './shown-texts.js'

const program = findChromium()
const data = ['验收学院', '验收', '中文', 'English']

describe.skipIf(program === null)(
  'students vote in a browser, on a phone (needs Chromium: apt-get install chromium, or set CHROMIUM)',
  () => {
    let browser: Browser
    let phone: BrowserContext
    let page: Page
    let campus: TestCampus
    let receipt = ''
    const complaints: string[] = []
    const casts: Request[] = []

    beforeAll(async () => {
      campus = await openCampus({ firstDay: '2023-12-01' })
      await campus.hire('c1')
      await campus.hire('c2')
      const window = { year: 2023, from: '2023-12-01', to: '2023-12-03', eligible: 2 }
      for (const counselorId of ['c1', 'c2']) await campus.as('studentAffairs', 'assessment', 'OpenBallot', { counselorId, ...window })
      await eventually(
        'students see the ballots',
        () => campus.rows('ballot-list', {}, 'studentEvaluator'),
        (rows) => rows.length === 2,
      )
      browser = await launchQuietly(program)
      phone = await browser.newContext({ viewport: { width: 390, height: 800 }, bypassCSP: true, locale: 'zh-CN' })
      page = await phone.newPage()
      page.on('console', (message) => {
        if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) complaints.push(message.text())
      })
      page.on('pageerror', (error) => complaints.push(error.message))
      page.on('request', (request) => {
        if (request.url().endsWith('/CastBallot')) casts.push(request)
      })
    }, 120_000)
    afterAll(async () => {
      await browser?.close()
    })

    const signIn = async (on: Page, student: string, counselorId: string, lang = '') => {
      await on.goto(new URL(`/${campus.campus}/ballot-list${lang}`, inject('baseUrl')).href)
      await on.getByTestId('role').click()
      await on.keyboard.type(lang === '' ? '参评学生' : 'student evaluator')
      await on.keyboard.press('Enter')
      await on.getByTestId('student-code').fill(student)
      await on.getByTestId('counselor-id').fill(counselorId)
      await on.getByTestId('sign-in-submit').click()
      await on.getByTestId('ballots').waitFor()
    }
    const state = (on: Page, is: string) => on.locator(`[data-testid=ballot-state][data-state=${is}]`)
    const fill = async (recognition: string, satisfaction: string) => {
      await page.getByTestId('recognition').fill(recognition)
      await page.getByTestId('satisfaction').fill(satisfaction)
    }
    const fitting = async (on: Page) => {
      expect(await on.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
      expect(await breaches(on)).toEqual([])
    }

    it('R-AK-80: a student sees the own counselor alone, takes a ballot and fills it in', async () => {
      await signIn(page, 's1', 'c1')
      expect(await page.getByTestId('ballot').count()).toBe(1)
      expect(await page.getByTestId('ballot').textContent()).toContain('2023-12-03')
      await fitting(page)
      await page.getByTestId('ballot-take').click()
      await page.getByTestId('ballot-cast').waitFor()
      await fill('101', '')
      await page.getByTestId('ballot-cast').click()
      await expect.poll(() => page.getByText('请填写 0 至 100 的整数').count()).toBe(2)
      expect(casts).toEqual([])
      expect(englishIn(await shownTexts(page, data))).toEqual([])
      await fitting(page)
    })

    it('keeps the ballot on this device alone, through a reload', async () => {
      await page.reload()
      await page.getByTestId('ballot-cast').waitFor()
      const other = await (await browser.newContext({ locale: 'en' })).newPage()
      await signIn(other, 's1', 'c1', '?lang=en')
      await other.getByTestId('ballot-take').click()
      await other.locator('[data-testid=ballot-problem][data-code=AlreadyIssued]').waitFor()
      expect(chineseIn(await shownTexts(other, data))).toEqual([])
      await other.context().close()
    })

    it('C-12: the ballot goes out without a session, a cookie or a referrer', async () => {
      await fill('91', '83')
      await page.getByTestId('ballot-cast').click()
      await state(page, 'cast').waitFor()
      receipt = (await page.getByTestId('receipt').textContent())?.trim() ?? ''
      expect(receipt).toMatch(/^[0-9a-f]{64}$/)
      const [cast, ...more] = casts
      expect(more).toEqual([])
      const headers = (await cast?.allHeaders()) ?? {}
      for (const header of ['authorization', 'cookie', 'referer', 'idempotency-key']) expect(headers[header], header).toBeUndefined()
      expect(Object.keys(JSON.parse(cast?.postData() ?? '{}') as object).toSorted()).toEqual([
        'counselorId',
        'recognition',
        'satisfaction',
        'signature',
        'token',
        'year',
      ])
      await page.reload()
      await state(page, 'cast').waitFor()
      await fitting(page)
    })

    it('R-AK-79: a second vote is refused, and the receipt is there all the same', async () => {
      // the device of somebody who puts the token back to vote again
      const { token, signature } = JSON.parse(casts[0]?.postData() ?? '{}') as Record<string, string>
      await page.evaluate(
        `(() => { const key = Object.keys(localStorage).find((k) => k.startsWith('fudao.ballot.')); localStorage.setItem(key, JSON.stringify({ step: 'token', token: ${JSON.stringify({ token, signature })} })) })()`,
      )
      await page.reload()
      await page.getByTestId('ballot-cast').waitFor()
      await fill('1', '1')
      await page.getByTestId('ballot-cast').click()
      await page.locator('[data-testid=ballot-problem][data-code=AlreadyVoted]').waitFor()
      await state(page, 'cast').waitFor()
      expect((await page.getByTestId('receipt').textContent())?.trim()).toBe(receipt)
      expect(englishIn(await shownTexts(page, data))).toEqual([])
    })

    it('says when a survey has ended meanwhile, and when one has nothing to rate', async () => {
      const late = await (await browser.newContext({ viewport: { width: 390, height: 800 }, bypassCSP: true })).newPage()
      await signIn(late, 's2', 'c2')
      await late.getByTestId('ballot-take').click()
      await late.getByTestId('recognition').fill('80')
      await late.getByTestId('satisfaction').fill('80')
      // the list stays as it was: the page has lost its connection for changes
      await late.route('**/views/ballot-list*', (route) => route.abort())
      await campus.advance('2023-12-04')
      await late.getByTestId('ballot-cast').click()
      await late.locator('[data-testid=ballot-problem][data-code=BallotClosed]').waitFor()
      await late.context().close()
      const stranger = await (await browser.newContext({ viewport: { width: 390, height: 800 }, bypassCSP: true })).newPage()
      await signIn(stranger, 's3', 'c3')
      await stranger.getByTestId('empty').waitFor()
      await fitting(stranger)
      await stranger.context().close()
    })

    it('after the end the voter finds the own ballot counted, here and by its receipt on any device', async () => {
      await state(page, 'counted').waitFor()
      await fitting(page)
      const other = await (await browser.newContext({ viewport: { width: 390, height: 800 }, bypassCSP: true })).newPage()
      await signIn(other, 's9', 'c1', '?lang=en')
      await state(other, 'closed').waitFor()
      await other.getByTestId('receipt-check').fill(receipt.toUpperCase())
      await other.locator('[data-testid=receipt-answer][data-found=yes]').waitFor()
      expect(chineseIn(await shownTexts(other, data))).toEqual([])
      await other.getByTestId('receipt-check').fill('0'.repeat(64))
      await other.locator('[data-testid=receipt-answer][data-found=no]').waitFor()
      await fitting(other)
      await other.context().close()
    })

    it('the browser complained of nothing', () => {
      expect(complaints).toEqual([])
    })
  },
)
