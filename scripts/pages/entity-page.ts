import {
  CONTRACT_MAJOR,
  contractName,
  type EntityName,
  entities,
  fulfilmentOrderMachine,
  listPersonalData,
  listRetention,
  notesOf,
  orderMachine,
  payoutMachine,
  refundMachine,
  reservationMachine,
  returnMachine,
  shipmentMachine,
} from '@canonry/model'
import { anchor, plain } from '../../packages/cli/src/docs/markdown.js'
import { channelsSection, keepingsOf, type PackOnPages } from './channels-section.js'
import { checksSection } from './checks-section.js'
import { fieldsSection, ownerWords } from './fields-section.js'

/** Stands at the top of every generated page. */
export const WRITTEN = '<!-- Written by `npm run docs:sync` from the schemas; edits are lost. -->'

const MACHINES: Partial<Readonly<Record<EntityName, { readonly name: string }>>> = {
  order: orderMachine,
  fulfilmentOrder: fulfilmentOrderMachine,
  shipment: shipmentMachine,
  return: returnMachine,
  refund: refundMachine,
  paymentTransaction: refundMachine,
  payout: payoutMachine,
  reservation: reservationMachine,
}

/** The name of an entity as a heading: `Stock move`. */
export function entityTitle(name: EntityName): string {
  const words = contractName(name).replaceAll('-', ' ')
  return `${words[0]?.toUpperCase()}${words.slice(1)}`
}

/** The page of one entity: its fields, what is checked of it, and where each channel keeps it. */
export function entityPage(name: EntityName, packs: readonly PackOnPages[]): string {
  const { schema } = entities[name]
  return `${[
    WRITTEN,
    `# ${entityTitle(name)}`,
    plain(notesOf(schema).description ?? ''),
    factsOf(name).join('\n'),
    '## Fields',
    fieldsSection(schema, '###'),
    '## What is checked',
    checksSection(name),
    '## Where each channel keeps it',
    channelsSection(keepingsOf(name, packs)),
  ].join('\n\n')}\n`
}

function factsOf(name: EntityName): string[] {
  const { schema } = entities[name]
  const file = `${contractName(name)}.json`
  const machine = MACHINES[name]
  return [
    `- Usual owner: ${ownerWords(notesOf(schema).owner)} ([what that means](README.md#usual-owners)).`,
    `- Personal data: ${personalWords(name)}`,
    ...(machine
      ? [`- States: [${machine.name}](../state-machines.md${anchor(machine.name)}).`]
      : []),
    `- Contract: [${file}](../../packages/model/schemas/${file}), major ${CONTRACT_MAJOR}.`,
    '- Shared types such as Money or Ref: [values](values.md).',
  ]
}

const KEPT: Readonly<Record<string, string>> = {
  order: 'as long as the books of the order',
  customer: 'until the customer asks for erasure or is no customer any more',
}

function personalWords(name: EntityName): string {
  const { schema } = entities[name]
  const classes = [...new Set(Object.values(listPersonalData(schema)))].sort()
  if (classes.length === 0) return 'none.'
  const kept = [...new Set(Object.values(listRetention(schema)))].map(
    (retention) => KEPT[retention] ?? `${retention.replace('days:', '')} days after delivery`,
  )
  return `${classes.join(' and ')} ([classes](README.md#personal-data)), kept ${kept.join(' or ')}.`
}
