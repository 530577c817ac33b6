import { isPlaceholder } from '../plausible.js';
import { type Candidate, secretRule, type Verdict } from '../rule.js';
import { isAside, meaningOf } from './names.js';
import { placeOf } from './places.js';
import { judgePassword, judgeSecret, type Likelihood, standsForOther } from './values.js';
import { weigh } from './weigh.js';

const password = ['kV6', 'alder', '_Fjord', '52'].join('');
const encoded = Buffer.from(password).toString('base64');

/** What a manifest declares to be secret is one, whatever it is called and however weak it is. */
export const kubernetesSecret = secretRule({
  id: 'kubernetes-secret-value',
  title: 'Value of a Kubernetes Secret in a manifest',
  severity: 'high',
  confidence: 'medium',
  cwe: [798, 312],
  opens: 'has what the pods of the cluster log in with; base 64 hides nothing',
  rotate: 'change the value where it was issued, and give it to the cluster from a secret store or sealed.',
  references: ['https://kubernetes.io/docs/concepts/configuration/secret/'],
  keywords: ['data:', 'data":', "data':"],
  ignoreCase: true,
  yields: true,
  wants: (path) => ['settings', 'script', 'prose'].includes(placeOf(path)),
  // The deepest indentation, and `string`.
  before: 20,
  after: 6000,
  entropy: 0,
  pattern: /(?<=^(?<indent>[ \t]{0,12})(?<kind>string)?)data:[ \t]{0,4}\r?\n(?<secret>\k<indent>[ \t])/imy,
  judge: judgeManifest,
  examples: {
    bad: [
      {
        path: 'deploy/shop.yaml',
        text: `apiVersion: v1\nkind: Secret\nmetadata:\n  name: shop\ndata:\n  mailer: ${encoded} ◄\n`,
      },
      {
        path: 'deploy/shop.yaml',
        text: `apiVersion: v1\nstringData:\n  user: shop\n  mailer: '${password}' ◄\nkind: Secret\n`,
      },
    ],
    good: [
      {
        path: 'deploy/shop.yaml',
        text: `apiVersion: v1\nkind: ConfigMap\ndata:\n  mailer: ${encoded}\n`,
      },
      {
        path: 'deploy/shop.yaml',
        text: 'apiVersion: v1\nkind: Secret\ndata:\n  mailer: {{ .Values.mailer | b64enc }}\n  user: c2hvcA==\n',
      },
    ],
  },
});

function judgeManifest({ path, text, start, groups }: Candidate): Verdict | undefined {
  if (!isSecret(documentAround(text, start))) return undefined;
  const isPlain = groups['kind'] !== undefined;
  const verdicts = [...entriesOf(blockAt(text, start, groups['indent'] ?? ''))].flatMap(
    (entry): Verdict[] => {
      const value = isPlain ? entry.value : decode(entry.value);
      const grade = value === undefined ? 'unlikely' : gradeOf(entry.name, value, isPlain);
      if (value === undefined || grade === 'unlikely') return [];
      const span = { start: start + entry.start, end: start + entry.end };
      return [{ ...weigh(grade, value, path), identity: value, at: span }];
    },
  );
  const [first, ...more] = verdicts.slice(0, mostValues);
  return first && { ...first, more };
}

/** More of a file are not reported anyway. */
const mostValues = 200;
/** More than GitOps keeps in a manifest; a cluster takes a megabyte. */
const longestBlock = 200_000;

/** The lines from a place on that are indented deeper, and the empty ones between them. */
function blockAt(text: string, start: number, indent: string): string {
  let end = start;
  while (end < text.length && end - start < longestBlock) {
    const newline = text.indexOf('\n', end);
    const next = newline < 0 ? text.length : newline + 1;
    const line = text.slice(end, Math.min(next, end + longestBlock));
    if (line.trim() !== '' && !(line.startsWith(indent) && /^[ \t]/.test(line.slice(indent.length)))) break;
    end = next;
  }
  return text.slice(start, end);
}

/** How far the ends of a document are looked for. */
const longestDocument = 20_000;

function documentAround(text: string, at: number): string {
  const before = text.slice(Math.max(0, at - longestDocument), at);
  const after = text.slice(at, at + longestDocument);
  const end = after.search(/^---/m);
  return before.slice(before.lastIndexOf('\n---') + 1) + (end < 0 ? after : after.slice(0, end));
}

function isSecret(manifest: string): boolean {
  return (
    /^[ \t]{0,12}["']?kind["']?:[ \t]*["']?secret["']?[ \t]*\r?$/im.test(manifest) &&
    /^[ \t]{0,12}["']?apiVersion["']?:[ \t]*["']?v1["']?[ \t]*\r?$/m.test(manifest)
  );
}

interface Entry {
  readonly name: string;
  readonly value: string;
  /** Where the value stands in the block. */
  readonly start: number;
  readonly end: number;
}

/** The keys of a block with their values, which may stand on the lines below. */
function* entriesOf(block: string): Generator<Entry> {
  const entry =
    /^[ \t]+["']?(?<name>[\w.-]{1,253})["']?:[ \t]+(?:[|>][-+0-9]{0,2}[ \t]*\r?\n[ \t]+)?(?<quote>["']?)(?<value>[^\s"']{4,5000})\k<quote>[ \t]*(?:#.*)?\r?$/gm;
  for (const { 0: whole, index, groups = {} } of block.matchAll(entry)) {
    const { name = '', value = '' } = groups;
    const at = index + whole.lastIndexOf(value);
    yield { name, value, start: at, end: at + value.length };
  }
}

/** What is encoded; undefined where it is no text, or one that is no base 64. */
function decode(value: string): string | undefined {
  if (!/^[A-Za-z0-9+/]{6,}={0,2}$/.test(value) || value.length % 4 !== 0) return undefined;
  const decoded = Buffer.from(value, 'base64').toString('utf8').trim();
  return /^[\x20-\x7e\s]{4,}$/.test(decoded) ? decoded : undefined;
}

function gradeOf(name: string, value: string, isPlain: boolean): Likelihood {
  if (isPlaceholder(value) && !hasLogin(value)) return 'unlikely';
  if (hasLogin(value)) return 'likely';
  // Certificates, settings and texts: what is secret in them is found by itself.
  if (/[\s{}<>]|^-----|^[a-z][a-z0-9+.-]*:\/\//.test(value) || /^[0-9.:]*$/.test(value)) return 'unlikely';
  if (isPair(value)) return 'weak';
  if (isAside(name) || (isPlain && standsForOther(value))) return 'unlikely';
  if ([judgePassword(value), judgeSecret(value)].includes('likely')) return 'likely';
  // Who encodes a word meant it as a password.
  return value.length >= 6 && (meaningOf(name) === 'password' || /key$|token$|secret$/i.test(name))
    ? 'weak'
    : 'unlikely';
}

/** The settings of a container tool with a log-in. */
function hasLogin(value: string): boolean {
  return /^\{\s*"auths"\s*:[^]*"(?:auth|password)"\s*:\s*"[^"]{4,}"/.test(value);
}

/** A user and a password. */
function isPair(value: string): boolean {
  return /^[A-Za-z][\w.@-]{1,40}:[^\s:/]{6,100}$/.test(value);
}
