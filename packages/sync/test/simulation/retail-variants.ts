import { retailWorld } from './retail-world.js'

/** The retail worlds that many seeds are run in. */
export const RETAIL = {
  plain: retailWorld(),
  /** The shop's webhooks only say what changed. */
  thin: retailWorld({ name: 'retail, thin', isThin: true }),
  /** They say which version it is in now, and pulls bring it as well. */
  told: retailWorld({ name: 'retail, told', isThin: true, isTelling: true, isPulled: true }),
  /** Two versions of mappings and flows run side by side. */
  deploying: retailWorld({ name: 'retail, deploying', isDeploying: true }),
  /** Deliveries are lost for good, pulls find what they told, and people want something. */
  pulled: retailWorld({ name: 'retail, pulled', isPulled: true, isPeopled: true }),
  /** The shop sends files, and people have customers and orders erased. */
  erasing: retailWorld({ name: 'retail, erasing', isFiled: true, isErasing: true }),
  /** Bodies expire within seconds, while deliveries are lost and people replay. */
  expiring: retailWorld({
    name: 'retail, expiring',
    isExpiring: true,
    isPulled: true,
    isPeopled: true,
  }),
  /** Bodies expire while people are erased. */
  fading: retailWorld({
    name: 'retail, expiring and erasing',
    isExpiring: true,
    isFiled: true,
    isErasing: true,
  }),
} as const
