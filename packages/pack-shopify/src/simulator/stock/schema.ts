import { buildSchema, type GraphQLSchema } from 'graphql'

const schemas = new Map<string, GraphQLSchema>()

/**
 * The part of the GraphQL Admin API about stock that the simulated shop answers, as each version has it.
 *
 * Source: https://shopify.dev/docs/api/admin-graphql
 */
export function stockSchema(version: string): GraphQLSchema {
  const schema = schemas.get(version) ?? schemaOf(version)
  schemas.set(version, schema)
  return schema
}

function schemaOf(version: string): GraphQLSchema {
  return buildSchema(`
    ${version >= '2026-01' ? 'directive @idempotent(key: String!) on FIELD' : ''}
    scalar DateTime
    type PageInfo { hasNextPage: Boolean! endCursor: String }
    type InventoryQuantity { name: String! quantity: Int! updatedAt: DateTime }
    type Location { id: ID! name: String!
      inventoryLevels(first: Int, after: String, query: String): InventoryLevelConnection! }
    type LocationConnection { nodes: [Location!]! pageInfo: PageInfo! }
    type InventoryLevel { id: ID! updatedAt: DateTime! item: InventoryItem! location: Location!
      quantities(names: [String!]!): [InventoryQuantity!]! }
    type InventoryLevelConnection { nodes: [InventoryLevel!]! pageInfo: PageInfo! }
    type InventoryItem { id: ID! sku: String tracked: Boolean!
      inventoryLevel(locationId: ID!): InventoryLevel }
    type InventoryItemConnection { nodes: [InventoryItem!]! pageInfo: PageInfo! }
    type Query {
      inventoryItem(id: ID!): InventoryItem
      inventoryItems(first: Int, after: String, query: String): InventoryItemConnection!
      location(id: ID): Location
      locations(first: Int, after: String): LocationConnection!
    }
    input InventoryQuantityInput { inventoryItemId: ID! locationId: ID! quantity: Int!
      ${version < '2026-04' ? 'compareQuantity: Int' : ''}
      ${version >= '2026-01' ? 'changeFromQuantity: Int' : ''} }
    input InventorySetQuantitiesInput { name: String! reason: String! referenceDocumentUri: String
      ${version < '2026-04' ? 'ignoreCompareQuantity: Boolean = false' : ''}
      quantities: [InventoryQuantityInput!]! }
    type InventoryAdjustmentGroup { createdAt: DateTime! reason: String! }
    type InventorySetQuantitiesUserError { code: String field: [String!] message: String! }
    type InventorySetQuantitiesPayload { inventoryAdjustmentGroup: InventoryAdjustmentGroup
      userErrors: [InventorySetQuantitiesUserError!]! }
    type Mutation { inventorySetQuantities(input: InventorySetQuantitiesInput!): InventorySetQuantitiesPayload }
  `)
}
