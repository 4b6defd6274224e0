export type { XmlFailure } from './parse-xml.js'
export { readXml, type XmlDocument, type XmlValue } from './read-xml.js'
export { type UnwritableXml, writeXml } from './write-xml.js'
