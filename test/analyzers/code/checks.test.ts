import { describe, expect, it } from '@jest/globals';
import { inspect } from '../../support/inspect.js';

const key = ['correct', 'horse', 'battery'].join('-');

async function found(text: string, path = 'src/server.ts', files: Readonly<Record<string, string>> = {}) {
  const { detections } = await inspect(path, { ...files, [path]: text });
  return detections.map(
    ({ ruleId, range, confidence }) => `${ruleId}:${range.startLine}:${confidence ?? ''}`,
  );
}

describe('a hardcoded credential', () => {
  const call = (value: string): string => `import jwt from 'jsonwebtoken';
const config = { key: ${value} };
export const issue = (id: string) => jwt.sign({ id }, config.key, { expiresIn: '1h' });
`;

  it('keeps its value out of message, anchor and scope', async () => {
    const { detections } = await inspect('src/a.ts', { 'src/a.ts': call(`'${key}'`) });
    expect(detections.map(({ ruleId }) => ruleId)).toEqual(['hardcoded-credentials']);
    expect(JSON.stringify(detections)).not.toContain(key);
  });

  it('has the same anchor whatever its value is, so that a changed one is no new finding', async () => {
    const [a, b] = await Promise.all(
      [key, key.toUpperCase()].map((value) => inspect('src/a.ts', { 'src/a.ts': call(`'${value}'`) })),
    );
    expect(a?.detections.map(({ anchor }) => anchor)).toEqual(b?.detections.map(({ anchor }) => anchor));
  });

  it('is a constant still as bytes, and in an object that was put together', async () => {
    const text = `import jwt from 'jsonwebtoken';
import { expressjwt } from 'express-jwt';
const issue = (id: string) => jwt.sign({ id }, Buffer.from('${key}'), { expiresIn: '1h' });
export const guard = expressjwt(Object.assign({ algorithms: ['HS256'] }, { secret: '${key}' }));
export { issue };
`;
    expect(await found(text)).toEqual(['hardcoded-credentials:3:', 'hardcoded-credentials:4:']);
  });

  it('is less sure where the constant is a fallback, and withheld in tests', async () => {
    const fallback = call(`process.env.KEY ?? '${key}'`);
    expect(await found(fallback)).toEqual(['hardcoded-credentials:2:medium']);
    expect(await found(call(`'${key}'`), 'test/tokens.test.ts')).toEqual(['hardcoded-credentials:2:low']);
  });
});

describe('a default after an expression of which nothing is known', () => {
  it('is no more than one of two values', async () => {
    const text = `import express from 'express';
export function remember(res: express.Response, token: string, options: { open?: boolean }) {
  res.cookie('session', token, { httpOnly: true, secure: options.open ?? false });
}
`;
    expect(await found(text)).toEqual([]);
  });
});

describe('a check of the whole file', () => {
  it('sees routes in handlers, and the models of other files', async () => {
    const model = `import { Schema, model } from 'mongoose';
import { hash } from 'bcrypt';
const schema = new Schema({ email: String, password: String });
schema.pre('save', async function () { this.password = await hash(this.password, 12); });
export const User = model('User', schema);
`;
    const service = `import { User } from './user.js';
export const register = (email: string, password: string) => User.create({ email, password });
`;
    expect(await found(service, 'src/register.ts', { 'src/user.ts': model })).toEqual([]);
    const plain = model.replace(/^schema\.pre.*\n/m, '');
    expect(await found(service, 'src/register.ts', { 'src/user.ts': plain })).toEqual([
      'plaintext-password:2:',
    ]);
    // A model that is out of sight may hash by itself.
    expect(await found(service, 'src/register.ts')).toEqual(['plaintext-password:2:low']);
  });
});

/** Servers whose routes are guarded in a place that the route does not show. */
const guarded: readonly (readonly [string, string])[] = [
  ['by a middleware before it', `app.use(requireAuth);`],
  ['by a middleware of its path', `app.use('/orders', requireAuth);`],
];

describe('a route without a guard of its own', () => {
  const server = (before: string): string => `import express from 'express';
import { orders, requireAuth } from './orders.js';
const app = express();
${before}
app.post('/orders', requireAuth, (req, res) => res.json(orders.add(req.body)));
app.delete('/orders/:id', (req, res) => res.json(orders.drop(req.params.id)));
`;

  it('is told beside a sibling that has one', async () => {
    expect(await found(server(''))).toEqual(['missing-authorization:6:']);
  });

  it.each(guarded)('is not told where it is guarded %s', async (_name, before) => {
    const all = await found(server(before));
    expect(all.filter((one) => one.startsWith('missing-authorization'))).toEqual([]);
  });

  it('is not told where the handlers rely on a guard before all of them', async () => {
    const relying = `app.put('/orders/:id', (req, res) => res.json(orders.of(req.user.id)));`;
    const all = await found(server(relying));
    expect(all.filter((one) => one.startsWith('missing-authorization'))).toEqual([]);
  });
});
