import type { Instruction, Word } from '../../formats/docker-syntax.js';
import { instructionRule } from './stage-rule.js';

/** Names that end like a credential, and not like what is said about one. */
const secretName =
  /(?:^|_)(?:PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|PRIVATE_KEY|ACCESS_KEY|SECRET_KEY|CREDENTIALS|AUTH)$/i;

export const dockerSecretArgument = instructionRule({
  id: 'docker-secret-argument',
  title: 'Secret in a build argument or variable of the image',
  severity: 'medium',
  confidence: 'medium',
  cwe: [522, 214],
  keywords: ['ARG', 'ENV'],
  description: `Values of \`ARG\` and \`ENV\` are kept in the image's configuration and history: \`docker history\` shows them to everybody who
can pull it. \`ARG\` without a value is reported too, since it is there to be given the secret. Empty values, and names of files, are not.`,
  remediation:
    'Mount the secret for the one command: `RUN --mount=type=secret,id=token …`. At run time give it from outside.',
  references: [
    'https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/',
    'https://docs.docker.com/build/building/secrets/',
  ],
  bad: ['ARG NPM_TOKEN ◄\nRUN npm ci', 'ARG T\nENV DB_PASSWORD=$T ◄'],
  good: ['ARG TOKEN_FILE=/run/secrets/token\nENV PASSWORD=""', 'RUN --mount=type=secret,id=token npm ci'],
  *look(instruction) {
    for (const { name, value, word } of settingsOf(instruction)) {
      if (!secretName.test(name) || (value === undefined ? instruction.keyword === 'ENV' : isNothing(value)))
        continue;
      yield {
        message: `The history of the image shows \`${name}\`.`,
        ...(instruction.keyword === 'ARG' && value === undefined && { severity: 'low' as const }),
        span: word,
        anchor: name,
      };
    }
  },
});

function isNothing(value: string): boolean {
  return /^["']?(?:|\/[\w./-]+|true|false|changeme|none|null|dummy|placeholder|<.*>)["']?$/i.test(value);
}

function settingsOf({
  keyword,
  words,
}: Instruction): { name: string; value: string | undefined; word: Word }[] {
  const [first, second] = words;
  if (keyword === 'ENV' && first && second && !first.text.includes('='))
    return [{ name: first.text, value: second.text, word: first }];
  return words.map((word) => {
    const [, name = word.text, value] = /^(\w+)=(.*)$/s.exec(word.text) ?? [];
    return { name, value, word };
  });
}
