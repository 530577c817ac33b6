import { describe, expect, it } from '@jest/globals';
import { unflag } from '../../../src/model/rule.js';
import { inspect } from '../../support/inspect.js';

const manifest = { 'package.json': '{"name": "pinger", "version": "1.0.0", "main": "index.js"}' };
const head = `const { exec } = require('child_process');
const fs = require('fs');
const ip = require('ip');
`;

async function found(text: string): Promise<readonly number[]> {
  const { detections } = await inspect('index.js', { ...manifest, 'index.js': text });
  return detections.map(({ range }) => range.startLine);
}

describe('a promise that code makes', () => {
  it.each([
    ['at once', `resolve(host);`],
    ['by a timer', `setTimeout(() => resolve(host), 10);`],
    ['in a callback of a known function', `fs.stat(__filename, () => { resolve(host); });`],
    ['in a callback of something unknown', `const s = new Client(); s.on('end', () => resolve(host));`],
    [
      'by a function of its own',
      `const s = new Client(); s.on('end', close); function close() { resolve(host); }`,
    ],
  ])('stands for what it is given %s', async (_name, body) => {
    const { text, lines } = unflag(`${head}const arp = (address) => exec('arp -n ' + address); ◄
exports.look = (host) => new Promise((resolve) => { ${body} }).then(arp);
`);
    expect(await found(text)).toEqual(lines);
  });

  it('stands for nothing that it is not given', async () => {
    const text = `${head}const arp = (address) => exec('arp -n ' + address);
exports.look = (host) => new Promise((resolve) => { exec('hostname', (error, out) => resolve(host.length)); }).then(arp);
exports.fails = (host) => new Promise((resolve, reject) => { reject(host); }).then(arp);
`;
    expect(await found(text)).toEqual([]);
  });

  it('stands for what was checked before it is used', async () => {
    const text = `${head}exports.look = (host) => new Promise((resolve) => { resolve(host); }).then((address) => {
  if (!ip.isV4Format(address) && !ip.isV6Format(address)) return undefined;
  return exec('arp -n ' + address);
});
`;
    expect(await found(text)).toEqual([]);
  });
});

describe('a command that is put together', () => {
  it.each([
    ['on one of two ways', `exec(limit ? 'git log -' + limit : 'git log');`],
    ['and then added to', `let cmd = 'git log'; if (limit) { cmd = cmd + ' -' + limit; } exec(cmd);`],
    [
      'and in which something is replaced',
      `let cmd = \`git log -\${limit}\`; cmd = cmd.replace(/"/g, "'"); exec(cmd);`,
    ],
  ])('%s is one', async (_name, body) => {
    const { text, lines } = unflag(`${head}exports.log = (limit) => {\n${body} ◄\n};\n`);
    expect(await found(text)).toEqual(lines);
  });

  it('and taken apart again no longer is', async () => {
    const text = `${head}const { spawn } = require('child_process');
exports.say = (command, message) => {
  const words = ('say ' + command).replace(/%s/g, message).split(' ');
  spawn(words[1], words.slice(2));
};
`;
    expect(await found(text)).toEqual([]);
  });
});
