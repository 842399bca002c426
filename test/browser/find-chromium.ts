import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

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
