import { secretRule } from '../../rule.js';
import { madeUp } from '../made-up.js';

/** The text "OpenAI" in base 64, which stands in the middle of each of its keys. */
const mark = 'T3Blb' + 'kFJ';
const openai = ['sk', 'proj', madeUp('mixed', 74, 'openai') + mark + madeUp('mixed', 74, 'openai key')].join(
  '-',
);

export const openaiKey = secretRule({
  id: 'openai-api-key',
  title: 'OpenAI API key',
  severity: 'high',
  confidence: 'high',
  opens: 'can use the OpenAI API at the cost of the organization, and read what is stored in the project',
  rotate: 'delete the key on the API keys page of the OpenAI platform and create a new one.',
  references: ['https://platform.openai.com/api-keys'],
  keywords: [mark],
  opener: 'sk-',
  before: 110,
  after: 110,
  pattern: new RegExp(
    `(?<![A-Za-z0-9])sk-(?:[a-z]{2,10}-)?[A-Za-z0-9_-]{20,80}${mark}[A-Za-z0-9_-]{20,80}(?![A-Za-z0-9])`,
    'y',
  ),
  examples: {
    bad: [
      { path: 'src/chat.ts', text: `const openai = new OpenAI({ apiKey: '${openai}' }); ◄\n` },
      {
        path: 'notebook.py',
        text: `openai.api_key = "sk-${madeUp('mixed', 20, 'old')}${mark}${madeUp('mixed', 20, 'old key')}" ◄\n`,
      },
    ],
    good: [
      { path: 'src/chat.ts', text: 'const openai = new OpenAI({ apiKey: process.env.OPENAI_API_KEY });\n' },
      { path: 'README.md', text: 'Set `OPENAI_API_KEY` to `sk-your-key`.\n' },
    ],
  },
});

const anthropic = ['sk', 'ant', 'api03', `${madeUp('mixed', 93, 'anthropic')}AA`].join('-');

export const anthropicKey = secretRule({
  id: 'anthropic-api-key',
  title: 'Anthropic API key',
  severity: 'high',
  confidence: 'high',
  opens: 'can use the Anthropic API at the cost of the organization',
  rotate: 'delete the key in the Anthropic Console under API keys and create a new one.',
  references: [
    'https://support.claude.com/en/articles/9767949-api-key-best-practices-keeping-your-keys-safe-and-secure',
  ],
  keywords: ['sk-ant-'],
  after: 150,
  pattern: /(?<![A-Za-z0-9])sk-ant-[a-z]{3,6}[0-9]{2}-[A-Za-z0-9_-]{80,120}(?![A-Za-z0-9_-])/y,
  judge: ({ value }) => (value.endsWith('AA') ? {} : { confidence: 'medium' }),
  examples: {
    bad: [
      { path: 'src/summarize.ts', text: `const client = new Anthropic({ apiKey: '${anthropic}' }); ◄\n` },
      { path: '.env.local', text: `ANTHROPIC_API_KEY=${anthropic} ◄\n` },
    ],
    good: [
      { path: 'src/summarize.ts', text: 'const client = new Anthropic();\n' },
      { path: '.env.example', text: 'ANTHROPIC_API_KEY=sk-ant-api03-...\n' },
    ],
  },
});
