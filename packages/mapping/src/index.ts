export { useInterpreter } from './compile/compiled.js'
export {
  emitMappings,
  engineOf,
  type GeneratedMapping,
  useGenerated,
} from './compile/generated-module.js'
export { concat, single } from './declare/concat.js'
export { absent, constant, position } from './declare/constant.js'
export { derived } from './declare/derived.js'
export { type EachOptions, each, eachEntry, nest } from './declare/each.js'
export { type AnyOverlay, extend, type Overlay, overlay } from './declare/extend.js'
export { from, maybe, nullable } from './declare/from.js'
export {
  type GroupDefinition,
  type GroupOptions,
  group,
  type Reads,
  type ValuesOf,
  type WrittenOf,
} from './declare/group.js'
export type { Handle } from './declare/handle.js'
export { type JointDefinition, joint } from './declare/joint.js'
export {
  type Mapping,
  type MappingDefinition,
  mapping,
  type Needs,
  needs,
  type Shape,
} from './declare/mapping.js'
export type { AnyMapping, Node, RuleOptions } from './declare/node.js'
export { type PairKeys, pairs } from './declare/pairs.js'
export type { ListRule, Rule } from './declare/rule.js'
export type {
  AddedElement,
  Change,
  Patch,
  PatchRefusal,
  RemovedElement,
  ReorderedList,
  Unwritten,
  ValueChange,
  WireChange,
} from './derive/change.js'
export type { Claim, ClaimState, CoveragePart } from './derive/claims.js'
export {
  type Coverage,
  type CoveredField,
  coverage,
  type UnknownPlace,
} from './derive/coverage.js'
export type { Example } from './derive/example.js'
export { ANY_OTHER, type Meaning } from './derive/meanings.js'
export { movedPlaces } from './derive/moved-places.js'
export { type EntityPair, patch } from './derive/patch.js'
export { type Origin, provenance } from './derive/provenance.js'
export { graphqlSpec } from './derive/spec/graphql-fields.js'
export { type JsonSchemaOptions, jsonSchemaSpec } from './derive/spec/json-schema-fields.js'
export { listSpecFields } from './derive/spec/list-spec-fields.js'
export { type FieldList, fieldListSpec } from './derive/spec/listed-fields.js'
export { openApiSpec } from './derive/spec/open-api-fields.js'
export { readSpec } from './derive/spec/read-spec.js'
export type {
  Spec,
  SpecContent,
  SpecFailure,
  SpecField,
  SpecResult,
} from './derive/spec/spec.js'
export { zodSpec } from './derive/spec/zod-fields.js'
export { unwritten } from './derive/unwritten.js'
export { type Case, cases } from './leaves/cases.js'
export {
  country,
  duration,
  languageTag,
  localDate,
  localTime,
  unit,
} from './leaves/checked-text.js'
export { currency } from './leaves/currency.js'
export { dateText, instantText, localInstant, type ZoneContext } from './leaves/date-text.js'
export { decimal } from './leaves/decimal.js'
export { type DecimalSpelling, decimalText } from './leaves/decimal-text.js'
export type { LeafDomain, MomentDomain, ValueDomain } from './leaves/domain.js'
export { type EpochUnit, epoch, epochText } from './leaves/epoch.js'
export { flag, type Spelling } from './leaves/flag.js'
export { type GtinSpelling, gtin, gtinNumber } from './leaves/gtin.js'
export { instant } from './leaves/instant.js'
export { decimalNumber, JsonNumber, rate, WireDecimal } from './leaves/json-number.js'
export { type Leaf, leaf } from './leaves/leaf.js'
export { type CurrencyContext, minorUnits, steps } from './leaves/minor-units.js'
export { gln, zone } from './leaves/model-text.js'
export { moneyIn } from './leaves/money-in.js'
export { ownId, type RefContext, ref, refOf, textRef } from './leaves/ref.js'
export { bool, int, intText, text } from './leaves/scalar.js'
export { percent, percentNumber, scaled } from './leaves/scaled.js'
export { table, type Words } from './leaves/table.js'
export { tags } from './leaves/tags.js'
export { readWireId, WireId, wireId, writeWireId } from './leaves/wire-id.js'
export { normalise } from './normalise.js'
export { isRefusal, type Refusal, refuse } from './refusal.js'
export { type MappingRow, rows } from './rows.js'
export { type Decoded, decode, decodeEntity } from './run/decode.js'
export { decodeFields } from './run/decode-fields.js'
export { type EncodeOptions, encode } from './run/encode.js'
export { countResidue, type ElementResidue, type Residue } from './run/residue.js'
export type { MappingError } from './run/scope.js'
export {
  type Cells,
  type GroupDocument,
  type GroupFailure,
  type Grouping,
  groupRows,
  type RowGroup,
} from './source/group-rows.js'
export {
  createTableReader,
  type ReadRow,
  readTable,
  type Table,
  type TableReader,
} from './source/read-table.js'
export {
  csv,
  type Ending,
  type TableFailure,
  type TableForm,
  type TableFormat,
  type TableRow,
  tsv,
} from './source/table-form.js'
export { type UngroupFailure, ungroupRows } from './source/ungroup-rows.js'
export { type UnwritableRow, type WritableRow, writeTable } from './source/write-table.js'
export { isJsonObject, type Json } from './wire/json.js'
export { type ElementText, listTexts } from './wire/list-texts.js'
export { explainWireFailure, readWire, type WireFailure } from './wire/read-wire.js'
export { sameValue } from './wire/same-value.js'
export { WireNumber } from './wire/wire-number.js'
export { writeWire } from './wire/write-wire.js'
