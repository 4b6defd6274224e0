import type { FieldEntry } from './field-entries.js'
import { type Html, html } from './html.js'
import { type Vocabulary, wordCount } from './pack-page.js'
import { dotted, shortPlaces } from './places.js'

const SHOWN_PLACES = 3

/** A row of the table of fields. */
export function fieldRow(entry: FieldEntry, vocabularies: readonly Vocabulary[]): Html {
  if (entry.kind === 'group') return groupRow(entry)
  if (entry.kind === 'absent') return absentRow(entry)
  const { write } = entry
  return html`<tr ${marksOf(entry)}>${nameCell(entry)}<td>${placesOf(entry)}</td><td>${howOf(entry, vocabularies)}</td><td>${remarkOf(entry)}</td><td>${write !== '' && html`<code>${breakable(write)}</code>`}</td><td>${personalOf(entry)}</td></tr>
`
}

/** What the filter asks for. */
function marksOf({ id, kind, loss, write, personal }: FieldEntry): Html {
  const marks = [
    kind !== 'absent' && personal && 'personal',
    kind !== 'absent' && loss !== '' && 'loss',
    write !== '' && 'write',
    kind === 'absent' && 'absent',
  ].filter(Boolean)
  return html`id="${id}" data-marks="${marks.join(' ')}"`
}

function nameCell({ id, field, meaning, unit }: FieldEntry): Html {
  return html`<th scope="row"><a class="anchor" href="#${id}"><code>${nested(field)}</code></a>${meaning !== '' && html`<span class="meaning">${prose(meaning)}</span>`}${unit !== '' && html`<span class="meaning">In ${prose(unit)}.</span>`}</th>`
}

function placesOf({ kind, wires }: FieldEntry): Html {
  if (kind === 'fixed') return html`<span class="quiet">no place of its own</span>`
  const places = wires.length > SHOWN_PLACES ? [shortPlaces(wires)] : wires.map(dotted)
  return html`${places.map((place) => html`<code class="place">${breakable(place)}</code>`)}`
}

function howOf(entry: FieldEntry, vocabularies: readonly Vocabulary[]): Html {
  const { rule, id } = entry
  const words = vocabularies.find(({ fields }) => fields.some((each) => each.id === id))
  if (words)
    return html`<a href="#${words.id}">one of ${wordCount(words)} words</a>${optional(rule)}`
  const { example } = entry
  return html`${ruleText(rule)}${optional(rule)}${example && html`<span class="example">e.g. <code>${example.wire}</code> is <code>${example.entity}</code></span>`}`
}

const OPTIONAL = / \(optional\)$/

function optional(rule: string): Html | undefined {
  return OPTIONAL.test(rule) ? html` <span class="quiet">may be missing</span>` : undefined
}

function ruleText(rule: string): Html {
  const text = rule.replace(OPTIONAL, '')
  const [, value] = /^always (.+)$/s.exec(text) ?? []
  return value === undefined ? html`${text}` : html`always <code>${value}</code>`
}

function remarkOf({ loss, note }: FieldEntry): Html {
  return html`${loss}${note !== '' && html`<span class="note">${note}</span>`}`
}

function personalOf({ personal }: FieldEntry): Html {
  return personal ? html`<span class="chip ${personal}">${personal}</span>` : html``
}

function absentRow(entry: FieldEntry): Html {
  return html`<tr class="absent" ${marksOf(entry)}>${nameCell(entry)}<td colspan="4"><span class="quiet">not there:</span> ${entry.loss}</td><td></td></tr>
`
}

function groupRow(entry: FieldEntry): Html {
  const { rule, write, personal } = entry
  return html`<tr class="group" ${marksOf(entry)}>${nameCell(entry)}<td>${placesOf(entry)}</td><td>${rule}</td><td>${remarkOf(entry)}</td><td>${write !== '' && html`<code>${breakable(write)}</code>`}</td><td>${personal && html`<span class="chip inside">${personal} inside</span>`}</td></tr>
`
}

/** A sentence in which words between backquotes are code. */
function prose(text: string): Html {
  const parts = text.split(/`([^`]*)`/)
  return html`${parts.map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))}`
}

/** A field of which the last part stands out from what it is in. */
function nested(field: string): Html {
  const end = field.lastIndexOf('.') + 1
  const around = field.slice(0, end)
  return html`${around !== '' && html`<span class="around">${breakable(around)}</span>`}${breakable(field.slice(end))}`
}

/** A path that may be broken over lines after its joints. */
function breakable(path: string): Html {
  const parts = path.split(/(?<=[.,_/:?])|(?<=[a-z])(?=[A-Z])/)
  return html`${parts.map((part, index) => html`${index > 0 && html`<wbr>`}${part}`)}`
}
