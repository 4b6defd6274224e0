import type { Exception, Sync } from '@canonry/sync'

/** All exceptions that there are, page by page, oldest first. */
export async function allExceptions(sync: Sync): Promise<readonly Exception[]> {
  const found: Exception[] = []
  for (;;) {
    const after = found.at(-1)?.id
    const page = await sync.exceptions(after === undefined ? {} : { after })
    if (page.length === 0) return found
    found.push(...page)
  }
}
