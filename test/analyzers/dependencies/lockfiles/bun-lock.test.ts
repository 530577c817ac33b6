import { describe, expect, it } from '@jest/globals';
import { find, readAt, sketch } from './support.js';

const text = `{
  "lockfileVersion": 1,
  "workspaces": {
    "": { "name": "shop", "dependencies": { "colour": "^1.0.0", "site": "workspace:*" }, "devDependencies": { "old-tint": "npm:tint@3" } },
  },
  "packages": {
    "@acme/shade": ["@acme/shade@2.0.0", "https://npm.acme.example/shade-2.0.0.tgz", {}, "sha512-BBBB"],
    "colour": ["colour@1.4.0", "", { "dependencies": { "@acme/shade": "^2.0.0", "hue": "^1" } }, "sha512-AAAA"],
    "colour/@acme/shade": ["@acme/shade@1.9.0", "", {}, "sha512-CCCC"],
    "colour/@acme/shade/hue": ["hue@0.1.0", "", {}, "sha512-DDDD"],
    "hue": ["hue@1.0.0", "", {}, "sha512-EEEE"],
    "old-tint": ["tint@3.1.0", "", { "dependencies": { "@acme/shade": "2" } }, "sha512-FFFF"],
    "paint": ["paint@github:acme/paint#0123456", {}, "acme-paint-0123456"],
    "site": ["site@workspace:site"],
  },
}
`;

describe('bun.lock', () => {
  it('is read with nested places, aliases, sources and ways', async () => {
    const lockfile = await readAt('bun.lock', text);
    expect(sketch(lockfile)).toEqual([
      '7: @acme/shade 2.0.0 registry [dev] < tint > @acme/shade',
      '8: colour 1.4.0 registry < colour',
      '9: @acme/shade 1.9.0 registry < colour > @acme/shade',
      '10: hue 0.1.0 registry < nobody',
      '11: hue 1.0.0 registry < colour > hue',
      '12: tint 3.1.0 registry [dev] < tint',
      '13: paint - git < nobody',
      '14: site - workspace < site',
    ]);
    expect(find(lockfile, 'tint')?.alias).toBe('old-tint');
    expect(find(lockfile, 'hue')?.alias).toBeUndefined();
  });

  it.each([
    ['of an unknown version', '{ "lockfileVersion": 7 }', 'version 7, which is not known'],
    ['that is no JSON', 'packages', 'is not valid JSON, line 1'],
    ['that is a list', '[]', 'holds no object'],
  ])('%s is not read', async (_, broken, message) => {
    await expect(readAt('bun.lock', broken)).rejects.toThrow(message);
  });

  it('says where an entry was not understood', async () => {
    const { packages, problems } = await readAt('bun.lock', text.replace('"hue@1.0.0"', '17'));
    expect(packages).toHaveLength(7);
    expect(problems).toEqual([
      { kind: 'incomplete', line: 11, message: 'The entry `hue` is not one of Bun, and was not understood.' },
    ]);
  });
});
