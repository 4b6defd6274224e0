export { readsVersion } from './api-version.js'
export { canonicalMapping } from './canonical-mapping.js'
export type {
  Connector,
  ConnectorCapabilities,
  ConnectorLimits,
  ConnectorPorts,
  Family,
  Intent,
  PullPage,
  PushOutcome,
  VerifyOutcome,
  WireDocument,
} from './connector.js'
export {
  type CredentialSet,
  type Credentials,
  type StaticCredential,
  staticCredentials,
} from './credentials.js'
export { type DecodedPart, decodeResource } from './decode-resource.js'
export { type DocumentFailure, type ReadDocument, readDocument, readText } from './document.js'
export { type Env, type FastClock, systemEnv } from './env.js'
export type { Failure, FailureClass, OwnerRole } from './failure.js'
export type { FileFormat, FileReader, FileRecord } from './files/file-format.js'
export { jsonArray } from './files/json-array.js'
export { ndjson } from './files/ndjson.js'
export { type TableFile, tableFile } from './files/table-file.js'
export { createLookup, type Lookup, type LookupOptions } from './lookup.js'
export { isNeverSent } from './never-sent.js'
export {
  type Connection,
  type ConnectionOptions,
  definePack,
  type Overlays,
  type Pack,
  type PackDefinition,
} from './pack.js'
export { type PartDocument, partDocuments, valueAt } from './part-documents.js'
export { type PartFields, readFields } from './read-fields.js'
export { type Dialect, enterResidue, residueOf } from './residue-book.js'
export { type Resource, type ResourcePart, sourceKey, type WireContext } from './resource.js'
export { retryAtOf } from './retry-after.js'
export { type Secret, secret } from './secret.js'
export {
  canonicalUpcasts,
  schemaVersion,
  type UpcastFailure,
  type Upcasts,
  upcast,
  type VersionedBody,
} from './upcasts.js'
export type { SignatureCheck, SignedHead, WebhookHead, WebhookRules } from './webhook.js'
