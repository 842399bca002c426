import { accessSync, constants } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'

/** The system's Chromium: `CHROMIUM`, else the first on the PATH; null where there is none. */
export const findChromium = (): string | null => {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
  const onPath = (process.env.PATH ?? '').split(delimiter).flatMap((directory) => names.map((name) => join(directory, name)))
  const places = [...(process.env.CHROMIUM ? [process.env.CHROMIUM] : []), ...onPath, ...names.map((name) => join('/usr/bin', name))]
  return (
    places.find((file) => {
      try {
        accessSync(file, constants.X_OK)
        return true
      } catch {
        return false
      }
    }) ?? null
  )
}

/** A browser that talks to nobody but the page's server. */
const quiet = ['background-networking', 'component-update', 'sync', 'quic', 'default-apps', 'extensions'].map((what) => `--disable-${what}`)

export const launchQuietly = (program: string | null): Promise<Browser> =>
  chromium.launch({
    executablePath: program ?? '',
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', ...quiet],
  })

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
interface AxeResult {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly target: readonly string[] }[] }[]
}

/** Breaches of WCAG A and AA on the page as it is. */
export const breaches = async (page: Page): Promise<readonly string[]> => {
  await page.addScriptTag({ path: axe })
  const result = await page.evaluate<AxeResult>(
    "Promise.allSettled(document.getAnimations().filter((a) => a.effect.getComputedTiming().activeDuration !== Infinity).map((a) => a.finished)).then(() => axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa'] }))",
  )
  return result.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`)
}
