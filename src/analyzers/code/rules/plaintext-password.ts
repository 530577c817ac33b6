import type { SyntaxNode } from '../../syntax/tree.js';
import type { Unit } from '../flow/unit.js';
import { isComparedInPlain, isStoredByAssignment, passwordIn } from '../reading/passwords.js';
import { argumentsOf, isTestFile, lastName, literalText, definitionOf, textOf } from '../reading/nodes.js';
import { hashesItself, isRecordStore } from '../reading/stores.js';
import type { CodeRule, Surroundings, Verdict } from './code-rule.js';

export const plaintextPassword: CodeRule = {
  id: 'plaintext-password',
  title: 'Password stored or compared in plain text',
  severity: 'high',
  confidence: 'medium',
  cwe: [256, 312, 522],
  owasp: ['A04:2021', 'A06:2025'],
  asvs: ['11.4.2'],
  languages: ['typescript', 'javascript'],
  description:
    'A password is kept as it was typed, or compared with what was kept so. Whoever reads the database, a backup or a log of it has the passwords of all users, for this service and for the others where they use the same.',
  remediation:
    'Keep a salted hash of a slow function and compare with its own function: `user.passwordHash = await argon2.hash(password)`, `await argon2.verify(user.passwordHash, password)`.',
  references: [
    'https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html',
    'https://cwe.mitre.org/data/definitions/256.html',
  ],
  nodes: [
    {
      types: ['binary_expression'],
      hint: /\.\s{0,20}(?:\w{0,40}[pP]ass(?:word|wd)?|pwd)\s{0,20}[=!]==?|[=!]==?\s{0,20}[\w$.?]{1,80}\.\s{0,20}(?:\w{0,40}[pP]ass(?:word|wd)?|pwd)\b/,
      check: (unit, node) =>
        !isTestFile(unit) && isComparedInPlain(unit, node)
          ? { message: 'The password is compared with one that is kept in plain text.' }
          : undefined,
    },
    {
      types: ['call_expression', 'new_expression'],
      hint: /\bpass(?:word|wd)\b|\bpwd\b/i,
      opens: true,
      check: checkCall,
    },
    {
      types: ['assignment_expression'],
      hint: /\.\s{0,20}(?:\w{0,40}[pP]assword|passwd|pwd)\s{0,20}=[^=]/,
      opens: true,
      check: (unit, node, around) =>
        !isTestFile(unit) && isStoredByAssignment(unit, node) && !hashesItself(unit, node, around)
          ? { message: 'The password is kept as it was given, without a hash.' }
          : undefined,
    },
  ],
  examples: {
    bad: [
      {
        path: 'src/login.ts',
        text: `import { prisma } from './prisma';

export async function register(email: string, password: string) {
  return prisma.user.create({ data: { email, password } }); ◄
}

export async function login(email: string, password: string) {
  const user = await prisma.user.findUnique({ where: { email } });
  return user?.password === password ? user : undefined; ◄
}
`,
      },
      {
        path: 'src/accounts.js',
        text: `const express = require('express');
const { pool } = require('./db');

express().post('/accounts', async (req, res) => {
  const { email, password } = req.body;
  await pool.query('INSERT INTO accounts (email, password) VALUES ($1, $2)', [email, password]); ◄
  res.sendStatus(201);
});
`,
      },
    ],
    good: [
      {
        path: 'src/login.ts',
        text: `import argon2 from 'argon2';
import { prisma } from './prisma';

export async function register(email: string, plain: string, confirmPassword: string) {
  if (plain !== confirmPassword) throw new Error('The passwords differ.');
  const password = await argon2.hash(plain);
  return prisma.user.create({ data: { email, password } });
}
`,
      },
      {
        path: 'src/accounts.js',
        text: `const { User } = require('./user');

exports.register = ({ email, password }) => User.create({ email, password });
`,
        files: {
          'src/user.js': `const bcrypt = require('bcrypt');
const mongoose = require('mongoose');
const schema = new mongoose.Schema({ email: String, password: String });
schema.pre('save', async function () {
  this.password = await bcrypt.hash(this.password, 12);
});
exports.User = mongoose.model('User', schema);
`,
        },
      },
    ],
  },
};

const stores =
  /^(?:create|createMany|insert|insertOne|insertMany|insertGraph|save|update|updateOne|updateMany|replaceOne|findOneAndUpdate|findByIdAndUpdate|upsert|bulkCreate|bulkWrite|values|build|set|create_user|patch)$/;
const lookups =
  /^(?:find|findOne|findFirst|findFirstOrThrow|findUnique|findUniqueOrThrow|findBy|findOneBy|findOneByOrFail|findOneOrFail|findAll|findMany|where|count|exists|countDocuments)$/;

/** What signs in somewhere else, and keeps nothing. */
const noRecord = /(?:Details|Credentials?|Config|Options|Request|Input|Command|Client|Strategy|Error)$/;

function checkCall(unit: Unit, node: SyntaxNode, around: Surroundings): Verdict | undefined {
  if (isTestFile(unit)) return undefined;
  const callee = node.get('function') ?? node.get('constructor');
  const method = callee && lastName(unit, callee);
  if (!callee || method === undefined) return undefined;
  const isNew = node.type === 'new_expression';
  const nodes = argumentsOf(node);
  if (nodes.length === 0) return undefined;
  if (/^(?:query|execute|run|\$queryRaw|\$executeRaw|raw|none|one|any|oneOrNone|get|all)$/.test(method))
    return checkStatement(unit, nodes);
  const isStore = isNew ? /^[A-Z]|[mM]odel$/.test(method) && !noRecord.test(method) : stores.test(method);
  if (!isStore && !lookups.test(method)) return undefined;
  const place = nodes.map((argument) => passwordIn(unit, argument)).find((found) => found !== undefined);
  if (!place || !isRecordStore(unit, callee, isNew)) return undefined;
  if (isStore) {
    const hashed = hashesItself(unit, callee, around);
    if (hashed === true) return undefined;
    return {
      message: 'The password is stored as it was given, without a hash.',
      ...(hashed === undefined && { confidence: 'low' }),
    };
  }
  return {
    message: 'The password is looked up as it was given, so it is stored in plain text.',
  };
}

const writing = /\b(?:insert\s+into|update\s+[\w."`]+\s+set|replace\s+into)\b/i;
const reading = /\bselect\b/i;

/** An SQL statement with a column for the password, and the password among its parameters. */
function checkStatement(unit: Unit, nodes: readonly SyntaxNode[]): Verdict | undefined {
  const [statement, ...rest] = nodes;
  const defined = statement && definitionOf(unit, statement);
  const text =
    defined &&
    (literalText(unit, defined) ?? (defined.type === 'template_string' ? textOf(unit, defined) : undefined));
  if (
    text === undefined ||
    /\b(?:crypt|hash\w*|digest|sha\d*|md5|pgp_\w+|password)\s*\(/i.test(text.replace(/\bpassword\s*\)/gi, ''))
  ) {
    if (text === undefined || !/\bset\s+\?/i.test(text)) return undefined;
  }
  const isWrite = writing.test(text);
  if (!isWrite && !reading.test(text)) return undefined;
  if (!/\bpass(?:word|wd)?\b|\bpwd\b/i.test(text) && !/\bset\s+\?/i.test(text)) return undefined;
  if (!isWrite && !/where[\s\S]{0,2000}\b(?:pass(?:word|wd)?|pwd)\b\s*=/i.test(text)) return undefined;
  if (!rest.some((argument) => passwordIn(unit, argument, true) !== undefined)) return undefined;
  return {
    message: isWrite
      ? 'The password is stored as it was given, without a hash.'
      : 'The password is looked up as it was given, so it is stored in plain text.',
  };
}
