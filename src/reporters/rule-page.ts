import { flag, type Example, type Rule } from '../model/rule.js';
import { codeBlock } from './markdown-text.js';

/** The page of a rule in Markdown. Credentials in its examples are shortened: a page must not set off a scanner. */
export function renderRulePage(rule: Rule): string {
  const isAboutCredentials = rule.cwe.some((number) => credentialWeaknesses.includes(number));
  const render = (example: Example): string =>
    isAboutCredentials ? shortenCredentials(renderExample(example)) : renderExample(example);
  const flagged =
    `Each line that is reported ends with \`${flag}\`, which is not part of the file.` +
    (isAboutCredentials ? ' Credentials are shortened.' : '');
  const parts = [
    `# ${rule.title}`,
    metadataTable(rule),
    rule.description.trim(),
    '## How to fix it',
    rule.remediation.trim(),
    // Rules of a repository's own have examples in files of theirs.
    ...(rule.examples.bad.length > 0 ? ['## Found', flagged, ...rule.examples.bad.map(render)] : []),
    ...(rule.examples.good.length > 0 ? ['## Not found', ...rule.examples.good.map(render)] : []),
    ...(rule.references.length > 0
      ? ['## References', rule.references.map((address) => `- <${address}>`).join('\n')]
      : []),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** A page that lists rules by analyzer, with links to their pages. */
export function renderRuleIndex(groups: readonly { name: string; rules: readonly Rule[] }[]): string {
  const total = groups.reduce((sum, group) => sum + group.rules.length, 0);
  const sections = groups.flatMap(({ name, rules }) => [
    `## ${name}`,
    [
      '| Rule | Finds | Severity | CWE |',
      '|---|---|---|---|',
      ...[...rules]
        .sort((a, b) => (a.id < b.id ? -1 : 1))
        .map(
          (rule) =>
            `| [${rule.id}](${rule.id}.md) | ${rule.title} | ${rule.severity} | ${rule.cwe.join(', ')} |`,
        ),
    ].join('\n'),
  ]);
  return `${['# Rules', `${total} rules. Each page is written from the rule itself.`, ...sections].join('\n\n')}\n`;
}

/** Passwords, cryptographic keys and credentials in general that stand in a file. */
const credentialWeaknesses: readonly number[] = [259, 321, 798];

/** Too much is shortened rather than too little. */
function shortenCredentials(text: string): string {
  return (
    text
      .replace(/[A-Za-z0-9+/_-]{14,}=*/g, (run) =>
        /\d/.test(run) && /[A-Za-z]/.test(run) ? `${run.slice(0, 8)}…` : run,
      )
      .replace(/\b([0-9a-f]{2})[0-9a-f]{6,}:[0-9a-f]{8,}\b/g, '$1…')
      // What is left stands at the end of a flagged line: short, of one kind of character, or of any.
      .replace(
        /([=:] ?['"]?)([^'"\n…]{9,300}?)(?=['"]?[ );}]{0,6} ◄)/g,
        (_, lead: string, value: string) => `${lead}${value.slice(0, 4)}…`,
      )
      .replace(/(-----(?:BEGIN|END) )[A-Z0-9 ]*PRIVATE KEY/g, '$1…')
  );
}

function metadataTable(rule: Rule): string {
  const cwe = rule.cwe.map(
    (number) => `[CWE-${number}](https://cwe.mitre.org/data/definitions/${number}.html)`,
  );
  const rows: readonly (readonly [string, string])[] = [
    ['Rule', `\`${rule.id}\``],
    ['Severity', rule.severity],
    ['Confidence', rule.confidence],
    ['CWE', cwe.join(', ')],
    ['OWASP Top 10', rule.owasp.join(', ')],
    ['OWASP ASVS 5.0', rule.asvs.join(', ')],
    ['Reads', rule.languages.join(', ')],
  ];
  const shown = rows.filter(([, value]) => value !== '');
  return ['| | |', '|---|---|', ...shown.map(([name, value]) => `| ${name} | ${value} |`)].join('\n');
}

function renderExample(example: Example): string {
  const others = Object.entries(example.files ?? {}).map(([path, text]) => renderFile(path, text));
  const before = example.before === undefined ? [] : [`Before: ${renderFile(example.path, example.before)}`];
  return [...before, renderFile(example.path, example.text), ...others].join('\n\n');
}

function renderFile(path: string, text: string): string {
  return `\`${path}\`\n\n${codeBlock(text, languageOf(path))}`;
}

/** What syntax highlighters call it. */
function languageOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (/^(?:Dockerfile|Containerfile)/.test(name)) return 'dockerfile';
  if (name.startsWith('.env')) return 'shell';
  return languages[name.slice(name.lastIndexOf('.') + 1)] ?? '';
}

const languages: Readonly<Record<string, string>> = {
  ts: 'ts',
  mts: 'ts',
  cts: 'ts',
  tsx: 'tsx',
  js: 'js',
  mjs: 'js',
  cjs: 'js',
  jsx: 'jsx',
  json: 'json',
  yml: 'yaml',
  yaml: 'yaml',
  tf: 'hcl',
  tfvars: 'hcl',
  html: 'html',
};
