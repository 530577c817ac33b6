import { describe, expect, it } from '@jest/globals';
import { createSecretsAnalyzer } from '../../../src/analyzers/secrets/analyzer.js';
import { credentialFile, judgeFile } from '../../../src/analyzers/secrets/files.js';
import { defaultConfig } from '../../../src/config/schema.js';
import { unflag } from '../../../src/model/rule.js';
import { review } from '../../../src/review.js';
import { fakeSource } from '../../support/fake-source.js';
import { expectWithin } from '../../support/time-limit.js';

const binary = { kind: 'binary' } as const;

describe('credential-file', () => {
  it.each(credentialFile.examples.bad.map((example) => [example.path, example] as const))(
    'is %s',
    (path, example) => {
      const { text, lines } = unflag(example.text);
      expect(judgeFile(path, text).map((found) => found.range.startLine)).toEqual(lines);
    },
  );

  it.each(credentialFile.examples.good.map((example) => [example.path, example] as const))(
    'is not %s',
    (path, example) => {
      expect(judgeFile(path, example.text)).toEqual([]);
    },
  );

  it('is a key store by its name, where it is not for a test and not the one that everybody has', () => {
    const confidences = (path: string): unknown[] => judgeFile(path).map((found) => found.confidence);
    expect(['deploy/site.p12', 'app/release.keystore', 'vault.kdbx'].flatMap(confidences)).toEqual(
      Array(3).fill('medium'),
    );
    expect(confidences('src/test/resources/server.jks')).toEqual(['low']);
    expect(['android/app/debug.keystore', 'logo.png', 'certs/site.crt'].flatMap(confidences)).toEqual([]);
  });

  it('is introduced by the change that adds it', async () => {
    const analyzers = [createSecretsAnalyzer()];
    const options = { analyzers, config: defaultConfig, today: '2026-01-01' };
    const added = fakeSource({ base: {}, head: { 'site.p12': binary } });
    const moved = fakeSource({
      base: { 'site.p12': binary },
      head: { 'b/site.p12': binary },
      renamed: { 'b/site.p12': 'site.p12' },
    });
    expect((await review(added, options)).findings.map((found) => found.ruleId)).toEqual(['credential-file']);
    expect((await review(moved, options)).findings).toEqual([]);
  });

  it('does not slow down on hostile text', () => {
    for (const text of [
      '-- MySQL dump '.repeat(20_000),
      '-- MySQL dump\n'.repeat(20_000),
      `-- MySQL dump\n${'COPY a ('.repeat(50_000)}`,
      '"resources":[ '.repeat(20_000),
    ]) {
      const started = performance.now();
      judgeFile('a.sql', text);
      judgeFile('a.tfstate', text);
      expectWithin(performance.now() - started, 1500);
    }
  });
});
