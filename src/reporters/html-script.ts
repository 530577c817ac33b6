import { createHash } from 'node:crypto';

/**
 * The one script of the HTML report: shows those findings that have all the words, and the chosen severity and rule. Without it,
 * as where a mail program takes it out, the filters are not there and all findings are.
 */
const script = `
const form = document.querySelector('.filters');
const total = document.getElementsByTagName('article').length;
let articles;
function list() {
  articles ??= Array.from(document.getElementsByTagName('article'), (element) => ({
    element, text: element.textContent.toLowerCase(), severity: element.className, rule: element.dataset.rule,
  }));
  return articles;
}
function tell(count) {
  shown.textContent = count === total ? 'All ' + count : count + ' of ' + total;
}
const shown = form.querySelector('output');
function apply() {
  const words = form.search.value.toLowerCase().split(/\\s+/).filter(Boolean);
  const severities = new Set(Array.from(form.querySelectorAll('[name=severity]:checked'), (box) => box.value));
  let count = 0;
  for (const { element, text, severity, rule } of list()) {
    const fits = severities.has(severity) && (form.rule.value === '' || form.rule.value === rule) &&
      words.every((word) => text.includes(word));
    element.hidden = !fits;
    if (fits) count++;
  }
  tell(count);
}
function reveal() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target || !target.hidden) return;
  form.reset();
  apply();
  target.scrollIntoView();
}
form.addEventListener('input', apply);
form.addEventListener('reset', () => setTimeout(apply));
form.addEventListener('submit', (event) => event.preventDefault());
addEventListener('hashchange', reveal);
form.hidden = false;
// The texts are read when somebody searches: a long report opens at once. Some browsers keep what was typed over a reload.
if (form.search.value || form.rule.value || form.querySelector('[name=severity]:not(:checked)')) apply();
else tell(total);
reveal();
`.trim();

/** The element, as its hash in the policy knows it. */
export const scriptElement = `<script>${script}</script>`;
export const scriptHash = `'sha256-${createHash('sha256').update(script).digest('base64')}'`;
