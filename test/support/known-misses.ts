import { describe, expect, it } from '@jest/globals';
import { codeRules } from '../../src/analyzers/code/rules/index.js';
import { unflag } from '../../src/model/rule.js';
import { inspect } from './inspect.js';

/** A flaw that is not found yet. */
export interface KnownMiss {
  readonly name: string;
  readonly rule: string;
  /** The first is looked at; ◄ stands where the finding belongs. */
  readonly files: Readonly<Record<string, string>>;
  /** What to write in its place, or which file to look at, so that the flaw is found: nothing else hides it. */
  readonly instead: readonly [written: string, direct: string] | { readonly look: string };
}

/** How the samples of a server begin. */
export const server = `import express from 'express';
import { Pool } from 'pg';
import { exec } from 'node:child_process';
const pool = new Pool();
const app = express();
`;

/** Nothing is offered to callers outside, so that parameters count only with what the code itself gives. */
const application = '{ "name": "shop", "private": true }';

const ids = new Set(codeRules.map(({ id }) => id));

/** The lines at which a rule shows something: findings of low confidence are withheld by default. */
async function shown(rule: string, path: string, files: KnownMiss['files']) {
  const { detections, problems } = await inspect(path, { 'package.json': application, ...files });
  const found = detections.filter(({ ruleId, confidence }) => ruleId === rule && confidence !== 'low');
  return { found: found.map(({ range }) => range.startLine), problems };
}

/** Asserts of each case that it is missed, and that nothing else hides it. */
export function describeMisses(what: string, missed: readonly KnownMiss[]): void {
  describe(`known to be missed: ${what}`, () => {
    it.each(missed)('$rule: $name', async ({ rule, files }) => {
      const [path = '', source = ''] = Object.entries(files)[0] ?? [];
      const { text, lines } = unflag(source);
      const { found, problems } = await shown(rule, path, { ...files, [path]: text });
      expect(ids).toContain(rule);
      expect(lines).toHaveLength(1);
      expect(problems).toEqual([]);
      if (found.length > 0)
        throw new Error(
          `This is found now, in line ${found.join(', ')}. Move the case to those that are found, and mend docs/how-it-works.md.`,
        );
    });

    it.each(missed)('$rule: $name, and nothing else hides it', async ({ rule, files, instead }) => {
      const [path = '', source = ''] = Object.entries(files)[0] ?? [];
      const { text } = unflag(source);
      if ('look' in instead) {
        const { found } = await shown(rule, instead.look, { ...files, [path]: text });
        expect(found).toHaveLength(1);
        return;
      }
      const [written, direct] = instead;
      expect(text).toContain(written);
      const { found } = await shown(rule, path, { ...files, [path]: text.replace(written, () => direct) });
      expect(found).toHaveLength(1);
    });
  });
}
