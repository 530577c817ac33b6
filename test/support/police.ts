import { analyzerNames, type Analyzer, type Context } from '../../src/model/analyzer.js';
import { unflag, type Example, type Rule } from '../../src/model/rule.js';
import { exampleContext } from './example-context.js';

/** What is wrong with the rules of analyzers themselves, one sentence each; their examples are `policeExamples`. */
export function policeMetadata(analyzers: readonly Analyzer[]): string[] {
  const faults: string[] = [];
  const seen = new Set<string>();
  for (const analyzer of analyzers) {
    if (!analyzerNames.includes(analyzer.name)) faults.push(`${analyzer.name} is no known analyzer`);
    for (const rule of analyzer.rules) {
      if (seen.has(rule.id)) faults.push(`${rule.id} is there twice`);
      seen.add(rule.id);
      faults.push(...metadataFaults(rule).map((fault) => `${rule.id}: ${fault}`));
    }
  }
  return faults;
}

function metadataFaults(rule: Rule): string[] {
  const checks: readonly (readonly [boolean, string])[] = [
    [/^[a-z0-9]+(-[a-z0-9]+)*$/.test(rule.id), 'the id is not kebab-case'],
    [/^(?:[A-Z0-9]|npm )/.test(rule.title) && !/[.!?]$/.test(rule.title), 'the title is no noun phrase'],
    [rule.cwe.length > 0 && rule.cwe.every(Number.isInteger), 'a CWE number is missing'],
    [rule.owasp.every((it) => /^A(0[1-9]|10):20(21|25)$/.test(it)), 'an OWASP category is misspelt'],
    [rule.asvs.every((it) => /^\d+\.\d+\.\d+$/.test(it)), 'an ASVS number is misspelt'],
    [rule.languages.length > 0, 'languages are missing'],
    [rule.description.trim().length >= 80, 'the description says too little'],
    [rule.remediation.trim().length >= 40, 'the remediation says too little'],
    [rule.references.length > 0, 'references are missing'],
    [
      rule.references.every((it) => it.startsWith('https://') && URL.canParse(it)),
      'a reference is no address',
    ],
    [new Set(rule.references).size === rule.references.length, 'a reference is there twice'],
    [rule.examples.bad.length >= 2, 'fewer than two bad examples'],
    [rule.examples.good.length >= 2, 'fewer than two good examples'],
    [rule.examples.bad.every(({ text }) => unflag(text).lines.length > 0), 'a bad example without a mark'],
    [rule.examples.good.every(({ text }) => unflag(text).lines.length === 0), 'a good example with a mark'],
    [
      !/may potentially|!(?:\s|$)/.test([rule.title, rule.description, rule.remediation].join('\n')),
      'the tone is off',
    ],
  ];
  return checks.filter(([isFine]) => !isFine).map(([, fault]) => fault);
}

/** Which examples of a rule are not flagged exactly where they say. */
export async function policeExamples(analyzer: Analyzer, rule: Rule): Promise<string[]> {
  const faults: string[] = [];
  for (const kind of ['bad', 'good'] as const)
    for (const [index, example] of rule.examples[kind].entries()) {
      const name = `${rule.id}, ${kind} example ${index + 1} (${example.path})`;
      if (kind === 'bad' && !analyzer.wants(example.path))
        faults.push(`${name}: the analyzer does not want the path`);
      if (!analyzer.wants(example.path)) continue;
      const { text, lines: marked } = unflag(example.text);
      const problems: string[] = [];
      const detections = await analyzer.analyze(
        { path: example.path, text },
        'head',
        contextOf(example, text, problems),
      );
      const flagged = new Set(
        detections.filter(({ ruleId }) => ruleId === rule.id).map(({ range }) => range.startLine),
      );
      const missed = marked.filter((line) => !flagged.has(line));
      const wrong = [...flagged].filter((line) => !marked.includes(line));
      if (missed.length > 0) faults.push(`${name}: line ${missed.join(', ')} is not reported`);
      if (wrong.length > 0) faults.push(`${name}: line ${wrong.join(', ')} is reported`);
      // Reports end the sentence.
      if (detections.some(({ ruleId, fix }) => ruleId === rule.id && fix?.description.endsWith('.')))
        faults.push(`${name}: the description of the fix ends with a full stop`);
      faults.push(...problems.map((problem) => `${name}: ${problem}`));
    }
  return faults;
}

function contextOf(example: Example, text: string, problems: string[]): Context {
  return {
    ...exampleContext(example, text),
    report: ({ kind, message }) => {
      if (kind !== 'notice') problems.push(message);
    },
  };
}
