import { palette } from '../reporters/html-style.js';
import { chartStyle } from '../reporters/trend-chart.js';

/** The style of the server's pages, on the screen and on paper. */
export const style = `
${palette}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; overflow-wrap: anywhere; }
main { margin: 0 auto; max-width: 76rem; padding: 1.25rem 1.25rem 4rem; }
.bar { display: flex; justify-content: space-between; align-items: center; gap: 1rem; padding: .6rem 1.25rem; border-bottom: 1px solid var(--line); background: var(--raised); }
.bar .name { font-weight: 700; color: var(--text); text-decoration: none; }
.bar form { display: flex; gap: .75rem; align-items: center; margin: 0; }
button { font: inherit; color: var(--text); background: var(--ground); border: 1px solid var(--quiet); border-radius: .375rem; padding: .2rem .7rem; cursor: pointer; }
a { color: var(--link); }
a:focus-visible, button:focus-visible, summary:focus-visible, [tabindex]:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: .5rem; top: .5rem; background: var(--ground); padding: .25rem .5rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: .25rem 0 .5rem; }
h2 { font-size: 1.15rem; margin: 2rem 0 .6rem; }
p { margin: .5rem 0; }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: .875em; }
code { background: var(--raised); border-radius: .25rem; padding: .1em .3em; }
pre { background: var(--raised); border: 1px solid var(--line); border-radius: .375rem; padding: .75rem; white-space: pre-wrap; margin: .5rem 0; }
.quiet { color: var(--quiet); }
.way { display: flex; flex-wrap: wrap; list-style: none; margin: 0 0 .75rem; padding: 0; }
.way li + li::before { content: "/"; color: var(--quiet); padding: 0 .5rem; }
.cards { display: flex; flex-wrap: wrap; gap: .6rem; list-style: none; margin: 1rem 0; padding: 0; }
.cards li { border: 1px solid var(--line); border-radius: .5rem; padding: .5rem .9rem; min-width: 6.5rem; }
.cards strong { display: block; font-size: 1.4rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 0 2.5rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: .4rem 1.25rem .4rem 0; text-align: left; vertical-align: top; overflow-wrap: normal; }
td code, pre { overflow-wrap: anywhere; }
.what { min-width: 14rem; }
th { font-size: .85rem; color: var(--quiet); font-weight: 600; white-space: nowrap; }
tbody th { font-size: 1rem; color: var(--text); font-weight: 400; white-space: normal; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
.short { white-space: nowrap; }
.critical { --tone: var(--critical); } .high { --tone: var(--high); } .medium { --tone: var(--medium); } .low { --tone: var(--low); }
.good { --tone: var(--good); } .bad { --tone: var(--high); }
.tone { color: var(--tone); font-weight: 600; }
.zero { color: var(--quiet); }
${chartStyle}
.life { list-style: none; margin: 0; padding: 0 0 0 1.1rem; border-left: 2px solid var(--line); }
.life li { position: relative; padding: 0 0 .9rem; }
.life li::before { content: ""; position: absolute; left: -1.5rem; top: .45rem; width: .65rem; height: .65rem; border-radius: 50%; background: var(--tone, var(--quiet)); }
summary { cursor: pointer; color: var(--link); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.25rem; margin: .75rem 0; }
dt { color: var(--quiet); } dd { margin: 0; }
.more { display: flex; gap: 1.5rem; margin: 1rem 0; }
@media print {
  .bar form, .skip, .more { display: none; }
  .bar { background: none; }
  main { max-width: none; padding: 1rem 0; }
  body { font-size: 10pt; }
  tr, .cards li, .life li { break-inside: avoid; }
  a { color: inherit; text-decoration: none; }
}
`.trim();
