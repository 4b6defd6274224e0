import type { CoveredField } from '@canonry/mapping'
import type { ResourceCoverage } from '../resource-coverage.js'
import { type Html, html } from './html.js'
import type { PackPage } from './pack-page.js'
import { dotted } from './places.js'

const STATES = ['mapped', 'preserved', 'ignored', 'unmapped'] as const

const WORDS: Readonly<Record<(typeof STATES)[number], string>> = {
  mapped: 'has a canonical place',
  preserved: 'is carried as it is and comes back',
  ignored: 'says nothing here, for a reason',
  unmapped: 'nobody has looked at it',
}

/** How the fields of the official specifications are accounted for. */
export function coverageSection({ coverages, unmeasured }: PackPage): Html {
  return html`<section id="coverage" aria-labelledby="coverage-title">
<h2 id="coverage-title">Coverage of the official specification</h2>
${coverages.length > 0 && summary(coverages)}
${coverages.map(openFields)}
${unmeasured.length > 0 && html`<p>No official specification is known of ${unmeasured.map((name, index) => html`${index > 0 && ', '}<code>${name}</code>`)}.</p>`}
${coverages.length + unmeasured.length === 0 && html`<p>There is nothing to measure.</p>`}
</section>`
}

function summary(coverages: readonly ResourceCoverage[]): Html {
  return html`<div class="scroll" role="region" aria-labelledby="coverage-title" tabindex="0"><table class="coverage">
<thead><tr><th scope="col">Resource</th><th scope="col">Specification</th><th scope="col" class="bars">Share</th>${STATES.map((state) => html`<th scope="col" class="number"><span class="dot ${state}"></span>${state}</th>`)}<th scope="col" class="number">fields</th></tr></thead>
<tbody>${coverages.map(summaryRow)}</tbody>
</table></div>
<dl class="legend">${STATES.map((state) => html`<div><dt><span class="dot ${state}"></span>${state}</dt><dd>${WORDS[state]}</dd></div>`)}</dl>`
}

function summaryRow({ resource, spec, counts }: ResourceCoverage): Html {
  const total = STATES.reduce((sum, state) => sum + counts[state], 0)
  const share = (state: (typeof STATES)[number]) =>
    ((100 * counts[state]) / Math.max(total, 1)).toFixed(2)
  const words = STATES.map((state) => `${share(state)} % ${state}`).join(', ')
  return html`<tr><th scope="row"><code>${resource}</code></th><td>${spec}</td>
<td><span class="bar" role="img" aria-label="${words}">${STATES.map((state) => html`<span class="${state}" style="width:${share(state)}%"></span>`)}</span></td>
${STATES.map((state) => html`<td class="number">${counts[state]}</td>`)}<td class="number">${total}</td></tr>`
}

function openFields({ resource, fields }: ResourceCoverage): Html {
  const open = fields.filter(({ state }) => state === 'unmapped')
  if (open.length === 0) return html``
  return html`<details><summary>${open.length} unmapped in <code>${resource}</code></summary>
<ul class="places">${open.map(openField)}</ul></details>`
}

function openField({ pointer, deprecated, note }: CoveredField): Html {
  return html`<li><code>${dotted(pointer)}</code>${deprecated !== undefined && html` <small>deprecated: ${deprecated}</small>`}${note !== undefined && html` <small>${note}</small>`}</li>`
}
