import { retailWorld } from './retail-world.js'

/** The retail worlds that many seeds are run in. */
export const RETAIL = {
  plain: retailWorld(),
  /** Two versions of mappings and flows run side by side. */
  deploying: retailWorld({ name: 'retail, deploying', isDeploying: true }),
  /** Deliveries are lost for good, pulls find what they told, and people want something. */
  pulled: retailWorld({ name: 'retail, pulled', isPulled: true, isPeopled: true }),
  /** The shop sends files, and people have customers and orders erased. */
  erasing: retailWorld({ name: 'retail, erasing', isFiled: true, isErasing: true }),
} as const
