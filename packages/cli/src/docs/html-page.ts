import { type Html, html } from './html.js'
import { coverageSection } from './html-coverage.js'
import { SCRIPT } from './html-script.js'
import { entitySection } from './html-section.js'
import { STYLE } from './html-style.js'
import type { PackPage } from './pack-page.js'
import { systemName } from './system-name.js'

// nothing is loaded from anywhere, whatever a text may try
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"

/** A pack's page as one HTML file that needs nothing else: no network, no other files. */
export function htmlPage(page: PackPage): string {
  const { system, sections } = page
  const name = systemName(system)
  const document = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>${name}: what is kept where</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the tables</a>
${header(page)}
<main id="content">
${coverageSection(page)}
${sections.length === 0 ? html`<p class="empty">The pack maps nothing yet.</p>` : sections.map((section) => entitySection(section, name))}
</main>
<footer><p>Written by <code>canonry docs</code> from the mappings themselves.</p></footer>
<script>${raw(SCRIPT)}</script>
</body>
</html>
`
  return document.html
}

function header({ system, versions, sections }: PackPage): Html {
  const name = systemName(system)
  return html`<header>
<h1>${name}</h1>
<p class="lead">What ${name} keeps where, and how it becomes canonical and back. Proven with ${versions.join(', ')}.</p>
<nav aria-label="On this page"><ul>
<li><a href="#coverage">Coverage</a></li>
${sections.map(({ id, entity }) => html`<li><a href="#${id}">${entity}</a></li>`)}
</ul></nav>
${sections.length > 0 && filterForm(name)}
</header>`
}

// shown by the script, which does the filtering
function filterForm(name: string): Html {
  return html`<form class="filter" role="search" hidden>
<label for="filter">Find a field</label>
<input id="filter" type="search" placeholder="name, place, rule or word" autocomplete="off" spellcheck="false">
<fieldset><legend>Show only</legend>
<label><input type="checkbox" value="personal"> personal data</label>
<label><input type="checkbox" value="loss"> what loses something</label>
<label><input type="checkbox" value="write"> what can be changed</label>
<label><input type="checkbox" value="absent"> what ${name} does not have</label>
</fieldset>
<p class="found" role="status" aria-live="polite"></p>
</form>`
}

/** The page's own style and script, which hold no text from anywhere else. */
function raw(own: string): Html {
  return { html: own }
}
