import { severities } from '../model/severity.js';
import type { TrendPoint } from '../model/trend.js';
import { escapeHtml } from './html-text.js';

const size = { width: 720, height: 240, left: 44, right: 8, top: 10, bottom: 24 } as const;

/** The style that the chart needs, besides the palette and the tone of each severity. */
export const chartStyle = `
figure { margin: 0; }
.chart { width: 100%; height: auto; display: block; }
.chart text { font-size: 12px; fill: var(--quiet); }
.chart .rule { stroke: var(--line); stroke-width: 1; }
.chart .area { fill: var(--tone); fill-opacity: .75; stroke: var(--ground); stroke-width: 1; }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1rem; list-style: none; margin: .25rem 0; padding: 0; font-size: .875rem; }
.legend li::before { content: ""; display: inline-block; width: .75em; height: .75em; border-radius: .15em; margin-right: .4em; background: var(--tone); }
`.trim();

/**
 * Open findings over time as areas in SVG, one above the other, the worst at the bottom; and the same as a table, for those
 * who do not see it.
 */
export function renderTrendChart(points: readonly TrendPoint[]): string {
  const most = Math.max(1, ...points.map(({ open }) => severities.reduce((sum, one) => sum + open[one], 0)));
  const step = stepFor(most);
  const top = Math.ceil(most / step) * step;
  const { width, height, left, right, bottom } = size;
  const x = (index: number): number =>
    left + (index / Math.max(1, points.length - 1)) * (width - left - right);
  const y = (value: number): number => height - bottom - (value / top) * (height - bottom - size.top);
  const at = (index: number, value: number): string => `${x(index).toFixed(1)},${y(value).toFixed(1)}`;
  let below = points.map(() => 0);
  const areas = severities.map((severity) => {
    const above = points.map(({ open }, index) => (below[index] ?? 0) + open[severity]);
    const outline = [
      ...above.map((value, index) => at(index, value)),
      ...below.map((value, index) => at(index, value)).reverse(),
    ];
    below = above;
    return `<polygon class="area ${severity}" points="${outline.join(' ')}"/>`;
  });
  const rules = Array.from({ length: top / step + 1 }, (_, index) => index * step).map(
    (value) =>
      `<line class="rule" x1="${left}" x2="${width - right}" y1="${y(value)}" y2="${y(value)}"/>` +
      `<text x="${left - 6}" y="${y(value) + 4}" text-anchor="end">${value.toLocaleString('en')}</text>`,
  );
  const marks = [0, Math.floor((points.length - 1) / 2), points.length - 1].map(
    (index, place) =>
      `<text x="${x(index)}" y="${height - 6}" text-anchor="${['start', 'middle', 'end'][place] ?? 'end'}">${escapeHtml(points[index]?.day ?? '')}</text>`,
  );
  return [
    '<figure>',
    `<svg class="chart" viewBox="0 0 ${width} ${height}" role="img" aria-label="Open findings week by week">`,
    ...rules,
    ...areas,
    ...marks,
    '</svg>',
    `<figcaption><ul class="legend">${severities.map((severity) => `<li class="${severity}">${severity}</li>`).join('')}</ul>`,
    `<details><summary>The same as a table</summary>${table(points)}</details></figcaption>`,
    '</figure>',
  ].join('\n');
}

function table(points: readonly TrendPoint[]): string {
  const heads = severities.map((severity) => `<th scope="col" class="number">${severity}</th>`).join('');
  const rows = points.map(
    ({ day, open }) =>
      `<tr><th scope="row">${escapeHtml(day)}</th>${severities.map((one) => `<td class="number">${open[one]}</td>`).join('')}</tr>`,
  );
  return `<table><thead><tr><th scope="col">Day</th>${heads}</tr></thead><tbody>${rows.join('\n')}</tbody></table>`;
}

/** 1, 2 or 5 times a power of ten, so that there are at most five. */
function stepFor(most: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, most / 5)));
  return [1, 2, 5, 10].map((times) => times * power).find((step) => most / step <= 5) ?? most;
}
