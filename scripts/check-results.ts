/** Fails when a statement drops a neverthrow Result: a dropped Result is a swallowed failure. */
import { relative } from 'node:path'
import ts from 'typescript-6'
import { droppedResults } from './dropped-results.js'

const { fileNames, options } = ts.parseJsonConfigFileContent(
  ts.readConfigFile('tsconfig.json', ts.sys.readFile).config,
  ts.sys,
  process.cwd(),
)
for (const { file, line } of droppedResults(ts.createProgram(fileNames, options))) {
  console.error(`${relative('.', file)}:${line} drops a Result`)
  process.exitCode = 1
}
