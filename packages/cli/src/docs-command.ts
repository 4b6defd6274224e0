import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { err, ok, type Result } from 'neverthrow'
import type { CommandResult } from './check-command.js'
import { htmlPage } from './docs/html-page.js'
import { markdownPage } from './docs/markdown-page.js'
import { type PackPage, packPage } from './docs/pack-page.js'
import { findPack, KNOWN_PACKS, type KnownPack } from './known-packs.js'
import { coverageOf, specOf, specsOf } from './spec-files.js'

const WRITERS = { md: markdownPage, html: htmlPage } as const
type Format = keyof typeof WRITERS

/** What `canonry docs` was asked. */
export interface DocsRequest {
  /** Systems, or paths of modules that export a pack; none for all that are known. */
  readonly packs: readonly string[]
  readonly out: string
  /** Absent for every format. */
  readonly format?: string
}

/** Writes a page per pack and format, and says which. */
export async function docsCommand({ packs, out, format }: DocsRequest): Promise<CommandResult> {
  const formats = formatsOf(format)
  if (formats.isErr()) return { output: formats.error, exitCode: 2 }
  const names = packs.length > 0 ? packs : KNOWN_PACKS.map(({ system }) => system)
  const pages = await pagesOf(names)
  if (pages.isErr()) return { output: pages.error, exitCode: 2 }
  const written: string[] = []
  for (const page of pages.value) {
    for (const each of formats.value) {
      const file = await writePage(page, { out, format: each })
      if (file.isErr()) return { output: file.error, exitCode: 2 }
      written.push(file.value)
    }
  }
  return { output: written.join('\n'), exitCode: 0 }
}

/** The pages of packs, none of which would be written over another one. */
async function pagesOf(names: readonly string[]): Promise<Result<readonly PackPage[], string>> {
  const pages = new Map<string, PackPage>()
  for (const name of new Set(names)) {
    const pack = await findPack(name)
    if (pack.isErr()) return err(pack.error)
    const page = await pageOf(pack.value, name)
    const file = fileName(page)
    if (pages.has(file)) {
      return err(`${name} is one pack more with a page "${file}": give each a folder with --out`)
    }
    pages.set(file, page)
  }
  return ok([...pages.values()])
}

function formatsOf(format: string | undefined): Result<readonly Format[], string> {
  const all = Object.keys(WRITERS) as Format[]
  if (format === undefined) return ok(all)
  const found = all.filter((name) => name === format)
  return found.length > 0 ? ok(found) : err(`no format "${format}": there is ${all.join(', ')}`)
}

/** What a pack's page says, with its coverage of the specifications that it is published with. */
export async function pageOf(pack: KnownPack, name: string): Promise<PackPage> {
  const coverages = (await specsOf(name)).flatMap((file) => {
    const resource = pack.resources[file.resource]
    return resource
      ? [{ resource: file.resource, ...coverageOf(resource, specOf(file), file) }]
      : []
  })
  return packPage(pack, coverages)
}

async function writePage(
  page: PackPage,
  { out, format }: { readonly out: string; readonly format: Format },
): Promise<Result<string, string>> {
  const file = join(out, `${fileName(page)}.${format}`)
  try {
    await makeFolder(out)
    await writeFile(file, WRITERS[format](page))
    return ok(file)
  } catch (problem) {
    const { code } = problem as NodeJS.ErrnoException
    return err(`${file} cannot be written (${code}): name a folder with --out`)
  }
}

// a system's name may come from a user's module, and is no path
function fileName({ system }: PackPage): string {
  return system.replace(/[^\w-]+/g, '-')
}

// not in one call: Node tries for ever where a folder has no place, as in /proc
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder)
  } catch (problem) {
    const { code } = problem as { code?: string }
    if (code === 'EEXIST') return
    if (code !== 'ENOENT' || dirname(folder) === folder) throw problem
    await makeFolder(dirname(folder))
    await mkdir(folder)
  }
}
