export type { CaseNote, ContractCase } from './contract-case.js'
export {
  type CaseReport,
  type ContractReport,
  printContractReport,
  reportContract,
} from './contract-report.js'
export type {
  Exemption,
  PackSubject,
  PartProof,
  RecordedDocument,
  ResourceProof,
} from './contract-subject.js'
export { accepts, forgeries, type SignedSample } from './forged-signatures.js'
export { updateGoldens } from './golden-cases.js'
export { hostileValues } from './hostile-values.js'
export { packContract } from './pack-contract.js'
