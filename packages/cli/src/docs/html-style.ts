/** The page's style: light and dark, on paper, and on narrow screens. */
export const STYLE = `
:root {
  --side: 1.5rem; --paper: #fdfdfc; --ink: #1d2126; --quiet: #5b6470; --line: #dcdfe3; --shade: #f3f4f6;
  --link: #0b57a4; --mark: #fff3c4; --code: #24303c;
  --mapped: #2c7a5b; --preserved: #5b7fb5; --ignored: #a6adb8; --unmapped: #c2410c;
  --direct: #9a3412; --direct-bg: #ffedd5; --pseudonymous: #1e4f8a; --pseudonymous-bg: #dfecfb;
  --sensitive: #9f1239; --sensitive-bg: #ffe4e6;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171a; --ink: #e6e8eb; --quiet: #a2abb6; --line: #343a41; --shade: #1d2125;
    --link: #86bdf5; --mark: #4a3f14; --code: #d7dee6;
    --mapped: #4fb58c; --preserved: #7ea3dc; --ignored: #6b7480; --unmapped: #f5894f;
    --direct: #fdba74; --direct-bg: #40220f; --pseudonymous: #a5cdf9; --pseudonymous-bg: #16304d;
    --sensitive: #fda4af; --sensitive-bg: #4a1420;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 6.5rem; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
}
header { display: contents; }
h1, .lead, nav, main, footer { max-width: 96rem; margin: 0 auto; padding: 0 var(--side); }
h1 { font-size: 1.9rem; line-height: 1.2; padding-top: 1.8rem; }
h2 { font-size: 1.35rem; margin: 2.6rem 0 .6rem; }
h3 { font-size: 1.05rem; margin: 1.8rem 0 .5rem; }
h2 small, h3 small { font-size: .85rem; font-weight: 400; color: var(--quiet); margin-left: .5em; }
.lead { color: var(--quiet); padding-top: .3rem; }
a { color: var(--link); text-underline-offset: .15em; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 3px; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; top: 1rem; background: var(--paper); padding: .5rem 1rem; z-index: 3; }
nav ul { display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; list-style: none; padding: .6rem 0 0; margin: 0; }
code { font: .88em/1.45 ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, monospace; color: var(--code); }
.filter {
  position: sticky; top: 0; z-index: 2; background: var(--paper); border-bottom: 1px solid var(--line);
  display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 1.2rem; margin-top: 1rem;
  padding: .7rem max(var(--side), calc((100vw - 96rem) / 2 + var(--side)));
}
.filter[hidden] { display: none; }
.filter > label { font-weight: 600; }
.filter input[type=search] {
  font: inherit; color: inherit; background: var(--shade); border: 1px solid var(--quiet);
  border-radius: 6px; padding: .35rem .6rem; width: min(20rem, 100%);
}
.filter fieldset { border: 0; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: .3rem 1rem; }
.filter legend { float: left; margin-right: 1rem; color: var(--quiet); padding: 0; }
.filter fieldset label { display: inline-flex; gap: .35rem; align-items: center; }
.filter .found { margin: 0 0 0 auto; color: var(--quiet); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; color: var(--quiet); font-size: .9em; padding: 0 0 .3rem; }
th, td { text-align: left; vertical-align: top; padding: .5rem .75rem; border-bottom: 1px solid var(--line); font-weight: 400; }
thead th { font-weight: 600; font-size: .88em; color: var(--quiet); border-bottom: 2px solid var(--line); white-space: nowrap; }
.fields { table-layout: fixed; min-width: 66rem; }
.fields thead th:nth-child(1) { width: 22%; } .fields thead th:nth-child(2) { width: 18%; }
.fields thead th:nth-child(3) { width: 20%; } .fields thead th:nth-child(4) { width: 14%; }
.fields thead th:nth-child(5) { width: 14%; } .fields thead th:nth-child(6) { width: 12%; }
.fields caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.fields td, .fields th { overflow-wrap: break-word; }
.anchor { text-decoration: none; } .anchor code { color: var(--ink); font-weight: 600; }
.around { font-weight: 400; color: var(--quiet); }
.anchor:hover code { text-decoration: underline; }
tr:target { background: var(--mark); }
.meaning, .example, .note { display: block; color: var(--quiet); font-size: .92em; margin-top: .15rem; }
.place { display: block; }
.quiet { color: var(--quiet); font-size: .92em; }
tr.group { background: var(--shade); } tr.group .anchor code { color: var(--link); }
tr.absent .anchor code { font-weight: 400; color: var(--quiet); }
tr.absent td { color: var(--quiet); }
.chip { display: inline-block; border-radius: 1em; padding: .05rem .6rem; font-size: .86em; }
.chip.direct { color: var(--direct); background: var(--direct-bg); }
.chip.pseudonymous { color: var(--pseudonymous); background: var(--pseudonymous-bg); }
.chip.sensitive { color: var(--sensitive); background: var(--sensitive-bg); }
.chip.inside { color: var(--quiet); border: 1px solid var(--line); }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.coverage { min-width: 52rem; } .coverage th[scope=row] { white-space: nowrap; } .coverage .bars { width: 22%; }
.bar { display: flex; height: .8rem; margin-top: .35rem; min-width: 8rem; border-radius: 3px; overflow: hidden; background: var(--shade); }
.bar > span { display: block; }
.mapped { background: var(--mapped); } .preserved { background: var(--preserved); }
.ignored.dot, .bar .ignored { background: var(--ignored); } .unmapped { background: var(--unmapped); }
.dot { display: inline-block; width: .7em; height: .7em; border-radius: 2px; margin-right: .4em; }
.legend { display: flex; flex-wrap: wrap; gap: .2rem 1.6rem; margin: .8rem 0 0; color: var(--quiet); font-size: .92em; }
.legend div { display: flex; gap: .5em; } .legend dt { color: var(--ink); } .legend dd { margin: 0; }
.vocabularies { columns: 20rem; column-gap: 2rem; }
.words { break-inside: avoid; margin-bottom: 1.4rem; }
.words th, .words td { padding: .25rem .5rem; } .words thead th:first-child { width: 50%; }
.words caption code { overflow-wrap: anywhere; }
.places { display: flex; flex-wrap: wrap; gap: .1rem 1rem; list-style: none; margin: 0; padding: 0; }
.left th[scope=row] { width: 23%; } .left th[scope=row] code { overflow-wrap: anywhere; }
summary { cursor: pointer; padding: .3rem 0; }
tr[hidden] { display: none; }
footer { color: var(--quiet); font-size: .92em; padding-top: 2rem; padding-bottom: 2rem; }
.empty { color: var(--quiet); }
@media (max-width: 48rem) {
  :root { --side: 1rem; }
  .filter { position: static; }
  .fields { min-width: 0; } .fields thead { position: absolute; clip-path: inset(50%); }
  .fields tr:not([hidden]) { display: block; border-bottom: 1px solid var(--line); padding: .6rem .75rem; }
  .fields tbody th, .fields td { display: block; border: 0; padding: .1rem 0; overflow-wrap: anywhere; }
  .fields td:empty { display: none; }
  .fields td:nth-child(n+4)::before { color: var(--quiet); font-size: .92em; }
  .fields td:nth-child(4)::before { content: "lost: "; }
  .fields td:nth-child(5)::before { content: "changed by: "; }
  .fields td:nth-child(6)::before { content: "personal data: "; }
  .coverage { min-width: 0; } .coverage thead { position: absolute; clip-path: inset(50%); }
  .coverage tr { display: flex; flex-wrap: wrap; gap: .1rem 1rem; border-bottom: 1px solid var(--line); padding: .6rem .75rem; }
  .coverage tbody th, .coverage td { border: 0; padding: 0; } .coverage td:not(.number) { flex: 1 0 100%; }
  .coverage td:nth-child(4)::before { content: "mapped "; } .coverage td:nth-child(5)::before { content: "preserved "; }
  .coverage td:nth-child(6)::before { content: "ignored "; } .coverage td:nth-child(7)::before { content: "unmapped "; }
  .coverage td:nth-child(8)::before { content: "of "; }
}
@page { size: A4 landscape; margin: 12mm; }
@media print {
  :root { --paper: #fff; --ink: #000; --quiet: #444; --line: #bbb; --shade: #f2f2f2; --link: #000; --code: #000; }
  body { font-size: 9pt; } .filter, .skip, nav, footer { display: none !important; }
  .scroll { overflow: visible; } .fields, .coverage { min-width: 0; }
  thead th { white-space: normal; } h1 { font-size: 18pt; padding-top: 0; } h2 { font-size: 13pt; }
  tr, .words { break-inside: avoid; } thead { display: table-header-group; } h2, h3 { break-after: avoid; }
  .chip, .bar, .dot, tr.group { print-color-adjust: exact; }
}
`
