import { severities } from '../../model/severity.js';

/** The worst first. */
export const bySeverity = `array_position(ARRAY['${severities.join("','")}'], severity::text)`;

/** Days are YYYY-MM-DD. */
export function dayBefore(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - days);
  return date.toISOString().slice(0, 10);
}
