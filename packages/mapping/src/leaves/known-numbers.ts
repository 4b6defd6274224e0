// The shares of a shop are few and stand in every line. The engine forgets how it has printed a number as soon as
// documents bring their ids, and reads digits anew each time, so both are remembered here.
const PLACES = 64

const printedNumbers = new Float64Array(PLACES)
const printedTexts: string[] = Array.from({ length: PLACES }, () => '0')

// spreads numbers of few digits behind the point
const SPREAD = 2 ** 14

/** A number as the engine prints it. */
export function textOf(number: number): string {
  const place = (number * SPREAD) & (PLACES - 1)
  if (printedNumbers[place] !== number) {
    printedNumbers[place] = number
    printedTexts[place] = String(number)
  }
  return printedTexts[place] as string
}

const readNumbers = new Float64Array(PLACES)
const readTexts: string[] = Array.from({ length: PLACES }, () => '0')

/** The number of a text that is remembered. */
export function knownNumber(text: string): number | undefined {
  if (typeof text !== 'string' || text === '') return undefined
  const place = placeOf(text)
  return readTexts[place] === text ? readNumbers[place] : undefined
}

/** Remembers the number of a text, until another text takes its place. */
export function rememberNumber(text: string, number: number): void {
  const place = placeOf(text)
  readTexts[place] = text
  readNumbers[place] = number
}

// by the last two digits and how many there are
function placeOf(text: string): number {
  const { length } = text
  const last = text.charCodeAt(length - 1)
  const beforeIt = length > 1 ? text.charCodeAt(length - 2) : 0
  return (length * 16 + last * 4 + beforeIt) & (PLACES - 1)
}
