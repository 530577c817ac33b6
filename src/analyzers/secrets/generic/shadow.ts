import { madeUp } from '../rules/made-up.js';
import { type Candidate, secretRule, type Verdict } from '../rule.js';
import { isForShow } from './places.js';

const entry = `deploy:$6$${madeUp('mixed', 16, 'shadow salt')}$${madeUp('mixed', 86, 'shadow')}:19700:0:99999:7:::`;

/** Lines of `/etc/shadow`, also where a script or an image writes them. */
export const shadowEntry = secretRule({
  id: 'shadow-password-hash',
  title: 'Password hash of a system account',
  severity: 'medium',
  confidence: 'medium',
  cwe: [798, 522],
  opens: 'can try passwords against the hash at the speed of the own hardware',
  rotate: 'give the account another password, wherever the line was used.',
  references: ['https://man7.org/linux/man-pages/man5/shadow.5.html'],
  keywords: [':$1$', ':$5$', ':$6$', ':$y$', ':$7$', ':$2a$', ':$2b$', ':$2y$'],
  yields: true,
  before: 40,
  after: 260,
  entropy: 0,
  pattern:
    /(?<=(?:^|[\s"'`])[a-z_][a-z0-9_-]{0,31}):(?<secret>\$(?:1|5|6|7|y|2[aby])\$[A-Za-z0-9./$=,]{22,180}):(?:[0-9]{0,6}:){3}/y,
  judge: judgeEntry,
  examples: {
    bad: [
      { path: 'rootfs/etc/shadow', text: `root:*:19700:0:99999:7:::\n${entry} ◄\n` },
      { path: 'build/users.sh', text: `echo '${entry}' >> /mnt/etc/shadow ◄\n` },
    ],
    good: [
      { path: 'rootfs/etc/shadow', text: 'root:!:19700:0:99999:7:::\ndaemon:*:19700:0:99999:7:::\n' },
      { path: 'build/users.sh', text: 'echo "deploy:$6$salt$hash:19700:0:99999:7:::"\n' },
    ],
  },
});

function judgeEntry({ path, start, end }: Candidate): Verdict | undefined {
  return { shown: { start, end }, ...(isForShow(path) && { severity: 'low', confidence: 'low' }) };
}
