import { compareVersions } from './index.js';

/**
 * Whether a version lies in one of several intervals, as Maven and NuGet write them: `[1.0,2.0)`, `(,1.0],[1.2,)`, `[1.0]`.
 * Undefined where the text is something else.
 */
export function isInIntervals(ecosystem: string, version: string, text: string): boolean | undefined {
  const intervals = text.replace(/\s/g, '').match(/[[(][^\])]{0,200}[\])]/g);
  if (!intervals || intervals.join(',') !== text.replace(/\s/g, '')) return undefined;
  const answers = intervals.map((interval) => isInInterval(ecosystem, version, interval));
  if (answers.includes(undefined)) return undefined;
  return answers.includes(true);
}

function isInInterval(ecosystem: string, version: string, interval: string): boolean | undefined {
  const [low = '', high, ...rest] = interval.slice(1, -1).split(',');
  if (rest.length > 0) return undefined;
  if (high === undefined) return compareVersions(ecosystem, version, low) === 0;
  const above = low === '' ? 1 : compareVersions(ecosystem, version, low);
  const below = high === '' ? -1 : compareVersions(ecosystem, version, high);
  if (above === undefined || below === undefined) return undefined;
  return (
    (interval.startsWith('[') ? above >= 0 : above > 0) && (interval.endsWith(']') ? below <= 0 : below < 0)
  );
}
