const NAMES: Readonly<Record<string, string>> = {
  netsuite: 'NetSuite',
  poslog: 'POSLog',
}

/** A system's name as its maker writes it. */
export function systemName(system: string): string {
  const known = Object.hasOwn(NAMES, system) ? NAMES[system] : undefined
  return known ?? system.charAt(0).toUpperCase() + system.slice(1)
}
