import { afterAll, describe, expect, it } from '@jest/globals';
import { createInfrastructureAnalyzer } from '../../../src/analyzers/infrastructure/analyzer.js';
import type { Detection } from '../../../src/model/finding.js';
import { unflag } from '../../../src/model/rule.js';
import { analyzeFile, applied } from './support.js';

const analyzer = createInfrastructureAnalyzer();
afterAll(() => analyzer.close?.());

async function detect(path: string, text: string, files: Readonly<Record<string, string>> = {}) {
  return analyzeFile(analyzer, path, { ...files, [path]: text });
}

/** Every exact suggestion that an example of a rule brings. */
async function suggestions() {
  const found: {
    id: string;
    path: string;
    text: string;
    files: Readonly<Record<string, string>>;
    detection: Detection;
  }[] = [];
  for (const rule of analyzer.rules)
    for (const example of rule.examples.bad) {
      const { text } = unflag(example.text);
      const { detections } = await detect(example.path, text, example.files);
      for (const detection of detections)
        if (detection.ruleId === rule.id && detection.fix)
          found.push({ id: rule.id, path: example.path, text, files: example.files ?? {}, detection });
    }
  return found;
}

describe('an exact suggestion', () => {
  it('makes its finding go, and no other come, for every rule that has one', async () => {
    const faults: string[] = [];
    const rules = new Set<string>();
    for (const { id, path, text, files, detection } of await suggestions()) {
      if (!detection.fix) continue;
      rules.add(id);
      const before = await detect(path, text, files);
      const after = await detect(path, applied(text, detection.fix.edits), files);
      const count = (detections: readonly Detection[]): number =>
        detections.filter(({ ruleId }) => ruleId === id).length;
      const known = new Set(before.detections.map(({ ruleId }) => ruleId));
      if (count(after.detections) >= count(before.detections)) faults.push(`${id} stays`);
      if (after.problems.length > 0)
        faults.push(`${id}: ${after.problems.map(({ message }) => message).join()}`);
      for (const { ruleId } of after.detections)
        if (!known.has(ruleId)) faults.push(`${id} brings ${ruleId}`);
    }
    expect(faults).toEqual([]);
    expect(rules.size).toBeGreaterThan(100);
  });

  it.each([
    [
      'JSON',
      'template.json',
      '{"Resources":{"A":{"Type":"AWS::S3::Bucket","Properties":{"AccessControl":"PublicRead"}}}}',
    ],
    [
      'YAML',
      'template.yaml',
      'Resources:\n  A:\n    Type: AWS::S3::Bucket\n    Properties:\n      AccessControl: PublicRead\n',
    ],
  ])('stays valid in %s', async (_name, path, text) => {
    const { detections } = await detect(path, text);
    const fix = detections.find(({ ruleId }) => ruleId === 'aws-s3-acl-public')?.fix;
    const after = await detect(path, fix ? applied(text, fix.edits) : text);
    expect({ problems: after.problems, left: after.detections.map(({ ruleId }) => ruleId) }).toEqual({
      problems: [],
      left: [],
    });
  });
});
