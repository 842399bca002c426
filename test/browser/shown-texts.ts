import type { Page } from 'playwright-core'

/**
 * Every text the page shows or tells a screen reader, without what is code (ids, event types, JSON) and without the given data.
 * What remains are the console's own words.
 */
export const shownTexts = async (page: Page, data: readonly string[]): Promise<readonly string[]> => {
  const texts = await page.evaluate<readonly string[]>(`(() => {
    const texts = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement
      if (element.closest('code, textarea, script, style, [data-testid=about]')) continue
      if (element.checkVisibility({ visibilityProperty: true })) texts.push(walker.currentNode.textContent.trim())
    }
    for (const name of ['aria-label', 'placeholder', 'title', 'alt'])
      for (const element of document.body.querySelectorAll('[' + name + ']'))
        if (element.checkVisibility({ visibilityProperty: true }) && !element.closest('[data-testid=about], [aria-hidden=true]')) texts.push(element.getAttribute(name).trim())
    return texts
  })()`)
  const without = (text: string): string => data.reduce((rest, known) => rest.replaceAll(known, ''), text)
  return texts.map(without).filter((text) => text !== '')
}

/** Chinese in texts that should have none. */
export const chineseIn = (texts: readonly string[]): readonly string[] => texts.filter((text) => /\p{Script=Han}/u.test(text))
/** English words in texts that should have none; ids of rules (`R-AK-82`, `X-04`) and of things (`k_c1`) are no words. */
export const englishIn = (texts: readonly string[]): readonly string[] =>
  texts.filter((text) => /[A-Za-z]{3,}/.test(text.replaceAll(/[\w.-]*[\d_.][\w.-]*/g, '')))
