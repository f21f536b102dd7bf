import { readFileSync, writeFileSync } from 'node:fs'

/**
 * A registry that mirrors only some platforms leaves the others' optional packages out of the lockfile, and `npm ci`
 * then refuses it. This writes them in, with the platform that their name tells, so that the lockfile serves every
 * machine: `npm run lockfile:complete` after adding a dependency behind such a registry.
 */
interface Locked {
  version?: string
  optionalDependencies?: Record<string, string>
  dev?: boolean
  optional?: boolean
  os?: string[]
  cpu?: string[]
  libc?: string[]
}

const file = 'package-lock.json'
const lock: { packages: Record<string, Locked> } = JSON.parse(readFileSync(file, 'utf8'))

const OS = [
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
  'windows',
  'aix',
  'wasi',
  'wasm32',
]
const CPU = [
  'arm64',
  'arm',
  'armv6',
  'armv7',
  'ia32',
  'x64',
  'ppc64',
  'riscv64',
  's390x',
  'loong64',
  'mips64el',
  'ppc64le',
  'wasm32',
]

function platformOf(name: string): Pick<Locked, 'os' | 'cpu' | 'libc'> {
  const words = (name.split('/').pop() ?? name).split(/[-.]/)
  const os = OS.filter((one) => words.includes(one)).map((one) => (one === 'windows' ? 'win32' : one))
  const cpu = CPU.filter((one) => words.includes(one))
  const musl = words.some((word) => word.startsWith('musl'))
  const gnu = words.some((word) => word.startsWith('gnu'))
  return {
    ...(cpu.length > 0 ? { cpu } : { cpu: ['none'] }),
    ...(os.length > 0 ? { os } : words.includes('linuxmusl') ? { os: ['linux'] } : {}),
    ...(musl || words.includes('linuxmusl')
      ? { libc: ['musl'] }
      : gnu && os.includes('linux')
        ? { libc: ['glibc'] }
        : {}),
  }
}

let added = 0
for (const [path, locked] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(locked.optionalDependencies ?? {})) {
    if (isLocked(path, name) || !/^\d/.test(version)) continue
    const place = lock.packages[`node_modules/${name}`] ? `${path}/node_modules/${name}` : `node_modules/${name}`
    lock.packages[place] = {
      version,
      ...platformOf(name),
      ...(locked.dev ? { dev: true } : {}),
      optional: true,
    }
    added++
  }
}

/** Whether the package resolves from that place, going up as Node does. */
function isLocked(path: string, name: string): boolean {
  for (let at = path; ; at = at.slice(0, at.lastIndexOf('node_modules')).replace(/\/$/, '')) {
    if (lock.packages[`${at === '' ? '' : `${at}/`}node_modules/${name}`]) return true
    if (!at.includes('node_modules')) return Boolean(lock.packages[`node_modules/${name}`])
  }
}

const sorted = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en')))
writeFileSync(file, `${JSON.stringify({ ...lock, packages: sorted }, null, 2)}\n`)
console.log(`${added} packages of other platforms were added`)
