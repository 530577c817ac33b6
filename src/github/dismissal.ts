import { configPath, type Config } from '../config/schema.js';
import { isLockedRule } from '../config/settings.js';
import type { Finding } from '../model/finding.js';
import { whyNotIgnorable } from '../triage/acceptance.js';
import { writeSuppression } from '../triage/suppressions.js';
import { block, hidesSomething } from './escape.js';

/** How a finding can be dismissed, as far as its rule and the configuration let it; not by command where nobody hears one. */
export function dismissal(
  finding: Finding,
  config: Pick<Config, 'suppressions' | 'lock'>,
  isDeaf = false,
): string {
  const { ruleId, location, secretHash } = finding;
  if (isLockedRule(config, ruleId)) return 'The organization locks this rule: it can only be fixed.';
  const comment =
    config.suppressions === 'none' ? undefined : writeSuppression(ruleId, reason, location.path);
  const entry = [
    'ignore:',
    `  - rules: [${ruleId}]`,
    secretHash === undefined
      ? `    paths: [${quote(globOf(location.path))}]`
      : // Quoted, since one may be all digits.
        `    secrets: ['${secretHash}']`,
    `    reason: ${reason}`,
  ].join('\n');
  const where = secretHash === undefined ? 'for the whole file' : 'wherever this credential stands';
  const inFile = `${where}, with this in \`${configPath}\` on the base branch:

${block(entry, 'yaml')}`;
  const here =
    !isDeaf && whyNotIgnorable(ruleId, config) === undefined
      ? `${command}

`
      : '';
  if (comment === undefined) return `${here}${inFile.charAt(0).toUpperCase()}${inFile.slice(1)}`;
  const by = config.suppressions === 'anyone' ? '' : ', by somebody with write permission';
  return `${here}With a comment on the line before it${by}:\n\n${block(comment, '')}\n\nor ${inFile}`;
}

const command =
  'In this pull request, by somebody with write permission: a reply of `/scrutineer ignore` with the reason after it, on one line.';

const reason = 'why it is accepted';

/** The glob that matches this path alone; one without a slash would match the name in any folder. */
function globOf(path: string): string {
  const glob = path.replace(/[*{}]/g, '?');
  return glob.includes('/') ? glob : `/${glob}`;
}

/** A JSON string is a YAML string too, whatever it holds. What nobody sees is written by its number. */
function quote(text: string): string {
  return Array.from(JSON.stringify(text), (character) =>
    hidesSomething(character) ? toEscapes(character) : character,
  ).join('');
}

function toEscapes(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
