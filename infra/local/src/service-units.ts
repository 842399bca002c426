import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { BilingualError } from './bilingual-error.js'
import { environmentOf, isTraced, type Surroundings } from './environment.js'
import { nodeOptionsOf } from './node-options.js'
import { repositoryRoot } from './repository.js'
import { type ServiceName, serviceNames, services } from './services.js'
import { nodeProcess } from './supervisor/node-process.js'
import type { Unit } from './supervisor/supervisor.js'

export interface ServiceUnitOptions {
  readonly around: Surroundings
  readonly logs: string
  readonly onLine: (name: string, line: string) => void
  readonly env: NodeJS.ProcessEnv
}

const serviceUnit = (name: ServiceName, { around, logs, onLine, env }: ServiceUnitOptions): Unit => {
  const cwd = join(repositoryRoot, 'services', name)
  const script = join(cwd, 'dist', 'main.js')
  if (!existsSync(script))
    throw new BilingualError(
      `服务 ${name} 尚未构建：请运行 npm start（它会先构建）。`,
      `The service ${name} is not built: run npm start, which builds first.`,
    )
  return nodeProcess({
    name,
    // Resolved from the service's own directory, where the package is among its dependencies.
    args: [...nodeOptionsOf(name), ...(isTraced(env) ? ['--import', '@fudao/telemetry/register'] : []), script],
    cwd,
    env: environmentOf(name, around, env),
    healthPort: around.ports.health[name],
    logFile: join(logs, `${name}.log`),
    onLine,
  })
}

/** The services of one stage. */
export const unitsOfStage = (stage: number, options: ServiceUnitOptions): readonly Unit[] =>
  serviceNames.filter((name) => services[name].stage === stage).map((name) => serviceUnit(name, options))
