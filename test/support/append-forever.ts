// Adds reviews to a ledger, in the folder or at the address that it is given, until it is killed. Says each that was kept.
import { openLedger } from '../../src/ledger/database.js';
import { migrate } from '../../src/queue/migrations.js';
import { openPglite } from '../../src/queue/pglite.js';
import { openPostgres } from '../../src/queue/postgres.js';
import { findingOf, reportOf } from './finding.js';

const [place = ''] = process.argv.slice(2);
const database = place.startsWith('postgres')
  ? await openPostgres(place, () => undefined)
  : await openPglite(place);
await migrate(database);
const ledger = openLedger(database, ({ sequence }) => process.stdout.write(`${sequence}\n`));
for (let number = 1; ; number++) {
  const findings = Array.from({ length: number % 2 === 0 ? 0 : 20 }, (_, index) =>
    findingOf({ fingerprint: index.toString(16).padStart(32, '0') }),
  );
  await ledger.review({
    repository: 'acme/shop',
    repositoryId: 7,
    subject: 'pull-1',
    pull: 1,
    head: `${process.pid}-${number}`,
    base: 'b',
    configuration: 'c',
    ruleSet: 'r',
    conclusion: 'failure',
    report: reportOf({ verdict: 'failing', findings }),
    isSeen: () => true,
  });
}
