import { chartStyle } from './trend-chart.js';

/** Colours, light and dark by the reader's setting. */
export const palette = `
:root {
  color-scheme: light dark;
  --ground: #ffffff; --raised: #f6f7f9; --line: #d9dde3; --text: #1b1f24; --quiet: #57606a; --link: #0a58ca;
  --critical: #8a1c7c; --high: #b3261e; --medium: #8a5a00; --low: #1f5fa8; --good: #1a7037;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171b; --raised: #1d2127; --line: #343b45; --text: #e6e9ee; --quiet: #9aa4b1; --link: #79b0ff;
    --critical: #e58be0; --high: #ff8f87; --medium: #e8b75a; --low: #86b8f5; --good: #6fcf8e;
  }
}
`.trim();

/** The style of the HTML report, on the screen and on paper. */
export const style = `
${palette}
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 62rem; padding: 2rem 1.25rem 4rem; background: var(--ground); color: var(--text);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; overflow-wrap: anywhere;
}
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; }
h2 { font-size: 1.2rem; margin: 2.5rem 0 .75rem; }
h3 { font-size: 1.05rem; margin: 0; }
h4 { font-size: 1rem; margin: 0; }
p { margin: .5rem 0; }
a { color: var(--link); }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: .875em; }
code { background: var(--raised); border-radius: .25rem; padding: .1em .3em; }
pre { background: var(--raised); border: 1px solid var(--line); border-radius: .375rem; padding: .75rem; white-space: pre-wrap; }
pre code { background: none; padding: 0; }
.quiet { color: var(--quiet); }
.verdict { border-left: .4rem solid var(--quiet); padding-left: 1rem; }
.verdict.failing { border-color: var(--high); }
.verdict.misconfigured, .verdict.incomplete { border-color: var(--medium); }
.verdict.passing { border-color: var(--good); }
.counts { display: flex; flex-wrap: wrap; gap: .5rem; list-style: none; margin: 1.25rem 0 0; padding: 0; }
.counts li { border: 1px solid var(--line); border-radius: .375rem; padding: .35rem .75rem; }
.counts strong { font-size: 1.15rem; margin-right: .35rem; }
.critical { --tone: var(--critical); } .high { --tone: var(--high); }
.medium { --tone: var(--medium); } .low { --tone: var(--low); }
.tone { color: var(--tone); font-weight: 600; }
article { border: 1px solid var(--line); border-left: .3rem solid var(--tone); border-radius: .375rem; margin: 0 0 1rem; padding: .9rem 1.1rem; }
article { content-visibility: auto; contain-intrinsic-size: auto 14rem; }
article[hidden] { display: none; }
article header { display: flex; flex-wrap: wrap; gap: .15rem .75rem; align-items: baseline; }
.place { margin: .15rem 0 .5rem; }
.trace { margin: .5rem 0; padding-left: 1.6rem; }
.trace pre { margin: .2rem 0 .4rem; padding: .3rem .6rem; }
.facts { font-size: .875rem; }
details { margin: .5rem 0 0; }
summary { cursor: pointer; color: var(--link); }
summary:focus-visible, a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; list-style: none; margin: 1rem 0 0; padding: 0; }
.standard table { border-collapse: collapse; width: 100%; }
.standard th, .standard td { border-bottom: 1px solid var(--line); padding: .4rem .6rem .4rem 0; text-align: left; vertical-align: top; }
.standard th, .standard td:first-child { overflow-wrap: normal; }
.standard th.number, .standard td.number { text-align: right; }
.control { margin: 1.5rem 0; }
${chartStyle}
.filters { display: flex; flex-wrap: wrap; gap: .5rem 1.25rem; align-items: center; margin: 0 0 1rem; padding: .6rem .9rem; background: var(--raised); border: 1px solid var(--line); border-radius: .375rem; }
.filters[hidden] { display: none; }
.filters fieldset { display: flex; flex-wrap: wrap; gap: .25rem .75rem; border: 0; margin: 0; padding: 0; }
.filters legend { float: left; padding: 0; margin-right: .5rem; }
.filters input, .filters select, .filters button { font: inherit; color: var(--text); background: var(--ground); border: 1px solid var(--quiet); border-radius: .375rem; padding: .15rem .5rem; max-width: 100%; }
.filters button { cursor: pointer; }
.filters :focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.rule-text { margin: 1.5rem 0; padding-top: .25rem; border-top: 1px solid var(--line); }
.rule-text h4 { margin: .75rem 0 0; }
figcaption table { border-collapse: collapse; }
figcaption th, figcaption td { padding: .15rem .9rem .15rem 0; text-align: left; }
figcaption .number { text-align: right; }
.plain { padding-left: 1.2rem; }
.plain li { margin: .35rem 0; }
@media (max-width: 30rem) { .standard table { font-size: .8rem; } }
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; }
  article { break-inside: avoid; content-visibility: visible; }
  .filters { display: none; }
  .standard { break-before: page; }
  summary { color: inherit; font-weight: 600; list-style: none; }
  details::details-content { content-visibility: visible; display: block; }
}
`.trim();
