import type { Report } from '../model/report.js';
import type { Rule } from '../model/rule.js';
import type { TrendPoint } from '../model/trend.js';
import type { StandardName } from '../model/standard.js';
import type { TextOptions } from './text.js';

export const formats = ['text', 'json', 'sarif', 'markdown', 'html', 'csv'] as const;
export type Format = (typeof formats)[number];

export interface RenderOptions extends TextOptions {
  /** Scrutineer's own version. */
  readonly version: string;
  /** Those that the HTML report has a page for; none without it. */
  readonly standards?: readonly StandardName[];
  /** Ids of the rules that ran; all without it. */
  readonly ran?: readonly string[];
  /** Open findings over time, for the HTML report. */
  readonly trend?: readonly TrendPoint[] | undefined;
}

/** Renders a report; a reporter is loaded when it is asked for. */
export async function renderReport(
  format: Format,
  report: Report,
  rules: readonly Rule[],
  options: RenderOptions,
): Promise<string> {
  switch (format) {
    case 'text':
      return (await import('./text.js')).renderText(report, rules, options);
    case 'json':
      return (await import('./json.js')).renderJson(report);
    case 'sarif':
      return (await import('./sarif.js')).renderSarif(report, rules, options.version);
    case 'markdown':
      return (await import('./markdown.js')).renderMarkdown(report, rules);
    case 'html': {
      const { findStandards } = await import('../standards/index.js');
      const { standards = [], ran, trend } = options;
      return (await import('./html.js')).renderHtml(report, rules, {
        standards: findStandards(standards),
        ran: ran && new Set(ran),
        trend,
      });
    }
    case 'csv':
      return (await import('./csv.js')).renderCsv(report);
  }
}

/** The format that a file's name asks for; undefined where it does not tell. */
export function findFormat(path: string): Format | undefined {
  return extensions.find(([extension]) => path.toLowerCase().endsWith(extension))?.[1];
}

const extensions: readonly (readonly [string, Format])[] = [
  ['.sarif.json', 'sarif'],
  ['.sarif', 'sarif'],
  ['.json', 'json'],
  ['.md', 'markdown'],
  ['.html', 'html'],
  ['.csv', 'csv'],
  ['.txt', 'text'],
];
