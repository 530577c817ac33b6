import type { CallSite } from '../flow/call-site.js';
import { hole, type Value } from '../flow/value.js';

/** A tagged template comes as an object, and its values as parameters. */
export function isText(site: CallSite, value: Value): boolean {
  return !value.closed && site.argumentNodes[0]?.parent?.type !== 'call_expression';
}

const statement =
  /\b(?:select\b[^;]{0,400}\bfrom|insert\s+into|update\s+\S{1,80}\s+set|delete\s+from|drop\s+table|alter\s+table|create\s+(?:temp\w*\s+)?table|truncate\s+table|call\s+\w+\s*\(|where\s+\S{1,60}\s*(?:=|<|>|like|in)|order\s+by|union\s+select|exec\s+\w+)\b/i;

/** Text that is put together around the words of an SQL statement. */
export function looksLikeSql(site: CallSite, value: Value): boolean {
  return isText(site, value) && value.shape !== undefined && statement.test(withWords(value.shape));
}

const whole =
  /^\s*(?:select\s[^;]{0,400}\sfrom\s|insert\s+into\s|update\s+\S{1,80}\s+set\s|delete\s+from\s|replace\s+into\s|merge\s+into\s|create\s+(?:temp\w*\s+)?table\s|alter\s+table\s|drop\s+table\s)/i;
const speaking =
  /log|debug|info|warn|error|trace|print|write|send|push|append|add|assert|expect|json|end|render|emit|format|describe|notify|message|toast|alert|cache|^(?:it|test|t)$/i;

/** A whole statement that is handed to some function, unless that only talks about it. */
export function isStatement(site: CallSite, value: Value): boolean {
  return (
    isText(site, value) &&
    value.shape?.includes(hole) === true &&
    whole.test(withWords(value.shape)) &&
    !speaking.test(site.method ?? '')
  );
}

const condition = /[\w"`\]]\s*(?:=|<>|!=|<|>|\blike\b|\bin\b|\bilike\b)\s*\(?\s*['"]?%?\0/i;

/** Part of an SQL condition with data in it, as query builders take it: `name = '…'`. */
export function isCondition(site: CallSite, value: Value): boolean {
  return isText(site, value) && value.shape !== undefined && condition.test(value.shape);
}

/** Words in the place of what is not known, so that a pattern of words finds its way. */
function withWords(shape: string): string {
  return shape.replaceAll(hole, 'x ');
}
