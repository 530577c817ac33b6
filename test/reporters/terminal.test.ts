import { describe, expect, it } from '@jest/globals';
import { escapeJsonControls, showControls } from '../../src/reporters/controls.js';
import { createProgress, wantsColor } from '../../src/reporters/terminal.js';

describe('wantsColor', () => {
  it.each<[string, boolean, NodeJS.ProcessEnv, boolean]>([
    ['on a terminal', true, {}, true],
    ['not when piped', false, {}, false],
    ['not with NO_COLOR', true, { NO_COLOR: '1' }, false],
    ['with an empty NO_COLOR as without', true, { NO_COLOR: '' }, true],
    ['with FORCE_COLOR when piped', false, { FORCE_COLOR: '1' }, true],
    ['not with FORCE_COLOR=0', true, { FORCE_COLOR: '0' }, false],
    ['not with both', false, { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
    ['not on a dumb terminal', true, { TERM: 'dumb' }, false],
  ])('%s', (_, isTTY, env, expected) => {
    expect(wantsColor({ isTTY }, env)).toBe(expected);
  });
});

describe('progress', () => {
  const run = (isTTY: boolean): string[] => {
    const written: string[] = [];
    let time = 0;
    const stream = { isTTY, write: (text: string) => written.push(text) };
    const progress = createProgress(stream, 'a\u001b[2Jb', () => time);
    for (const [at, done] of [
      [100, 1],
      [500, 3],
      [550, 4],
      [700, 2],
    ] as const) {
      time = at;
      progress.update(done, 9);
    }
    progress.clear();
    return written;
  };

  it('comes after a while, now and then, never falls back, and goes', () => {
    expect(run(true)).toEqual([
      '\r\u001b[KReviewing a\\x1b[2Jb: 3 of 9 files',
      '\r\u001b[KReviewing a\\x1b[2Jb: 4 of 9 files',
      '\r\u001b[K',
    ]);
  });

  it('is silent when piped', () => {
    expect(run(false)).toEqual([]);
  });
});

describe('control characters', () => {
  it('are shown', () => {
    expect(showControls('a\u001b\u0007\u009b\u202e\u200b\ufeff\n\tb')).toBe(
      'a\\x1b\\x07\\x9b\\u202e\\u200b\\ufeff\\n\\tb',
    );
    expect(showControls('größe 日本 🙂')).toBe('größe 日本 🙂');
  });

  it('are escaped in JSON without a change of what it says', () => {
    const text = 'a\u007f\u009b\u2028\u202eb';
    const json = escapeJsonControls(JSON.stringify({ text }));
    expect(json).toBe('{"text":"a\\u007f\\u009b\\u2028\\u202eb"}');
    expect(JSON.parse(json)).toEqual({ text });
  });
});
