import type { Report } from '../model/report.js';
import type { Rule } from '../model/rule.js';
import type { TextOptions } from './text.js';

export const formats = ['text', 'json', 'sarif', 'markdown', 'html'] as const;
export type Format = (typeof formats)[number];

export interface RenderOptions extends TextOptions {
  /** Scrutineer's own version. */
  readonly version: string;
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
    case 'html':
      return (await import('./html.js')).renderHtml(report, rules);
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
  ['.txt', 'text'],
];
