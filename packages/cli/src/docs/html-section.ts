import { ANY_OTHER } from '@canonry/mapping'
import { type Html, html } from './html.js'
import { fieldRow } from './html-field-row.js'
import type { Beside, EntitySection, Ignored, Vocabulary } from './pack-page.js'
import { dotted } from './places.js'

/** One way in which the pack keeps an entity: its fields, its vocabularies, and what is left over. */
export function entitySection(section: EntitySection, system: string): Html {
  const { id, entity, fields, vocabularies } = section
  return html`<section id="${id}" class="entity" aria-labelledby="${id}-heading">
<h2 id="${id}-heading">${entity} ${countsOf(section)}</h2>
${whereOf(section)}
<div class="scroll" role="region" aria-labelledby="${id}-heading" tabindex="0"><table class="fields">
<caption>Fields of ${entity}</caption>
<thead><tr><th scope="col">Field</th><th scope="col">In ${system}</th><th scope="col">How it is read and written</th><th scope="col">What is lost</th><th scope="col">Changed by</th><th scope="col">Personal data</th></tr></thead>
<tbody>${fields.map((field) => fieldRow(field, vocabularies))}</tbody>
</table></div>
${vocabularies.length > 0 && html`<h3 id="${id}-words">Words of ${system}, and what they mean</h3><div class="vocabularies">${vocabularies.map((words) => vocabularyTable(words, system))}</div>`}
${leftOver(section, system)}
</section>`
}

function countsOf({ fields }: EntitySection): Html {
  const count = (kind: string) => fields.filter((field) => field.kind === kind).length
  return html`<small>${count('mapped')} mapped, ${count('fixed')} fixed, ${count('absent')} not there</small>`
}

function whereOf({ places, isFolded }: EntitySection): Html {
  return html`<p>In ${places.map(
    ({ resource, at }, index) =>
      html`${index > 0 && ', '}<code>${resource}</code>${at !== '' && html` at <code>${at}</code>`}`,
  )}.${isFolded && ' The source keeps it flat; the places are those of the document after it was brought together.'}</p>`
}

function vocabularyTable({ id, fields, meanings }: Vocabulary, system: string): Html {
  const caption = fields.map(
    ({ id, field }, index) => html`${index > 0 && ', '}<a href="#${id}"><code>${field}</code></a>`,
  )
  return html`<table class="words" id="${id}"><caption>${caption}</caption>
<thead><tr><th scope="col">${system} says</th><th scope="col">it means</th></tr></thead>
<tbody>${meanings.map(([word, meaning]) => html`<tr><th scope="row">${word === ANY_OTHER ? word : html`<code>${word}</code>`}</th><td>${meaning}</td></tr>`)}</tbody></table>`
}

function leftOver(section: EntitySection, system: string): Html {
  const { carried, ignored } = section
  return html`${carried.length > 0 && carriedPart(section, system)}
${ignored.length > 0 && ignoredPart(section, system)}`
}

function carriedPart({ id, carried }: EntitySection, system: string): Html {
  const count = carried.reduce((sum, { names }) => sum + names.length, 0)
  return html`<h3 id="${id}-carried">Carried as it is <small>${count} ${count === 1 ? 'field' : 'fields'}</small></h3>
<p>Without a canonical place; kept beside the entity, so that it comes back to ${system} as it was.</p>
<div class="scroll" role="region" aria-labelledby="${id}-carried" tabindex="0"><table class="left">
<thead><tr><th scope="col">Where</th><th scope="col">Fields of ${system}</th></tr></thead>
<tbody>${carried.map(carriedRow)}</tbody></table></div>`
}

function carriedRow({ around, names }: Beside): Html {
  const where = around === '' ? 'the document' : html`<code>${around}</code>`
  return html`<tr><th scope="row">${where}</th><td>${placeList(names)}</td></tr>
`
}

function ignoredPart({ id, ignored }: EntitySection, system: string): Html {
  return html`<h3 id="${id}-ignored">Ignored, and why</h3>
<div class="scroll" role="region" aria-labelledby="${id}-ignored" tabindex="0"><table class="left">
<thead><tr><th scope="col">Why</th><th scope="col">Fields of ${system}</th></tr></thead>
<tbody>${ignored.map(ignoredRow)}</tbody></table></div>`
}

function ignoredRow({ reason, wires }: Ignored): Html {
  return html`<tr><th scope="row">${reason}</th><td>${placeList(wires.map(dotted))}</td></tr>
`
}

function placeList(places: readonly string[]): Html {
  return html`<ul class="places">${places.map((place) => html`<li><code>${place}</code></li>`)}</ul>`
}
