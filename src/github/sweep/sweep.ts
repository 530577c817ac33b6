import type { ChoreTurn } from '../../queue/chore.js';
import type { JobContext } from '../context.js';
import { redeliverFailed } from './redeliver.js';
import { findUnreviewed } from './unreviewed.js';

export type SweepContext = Pick<JobContext, 'access' | 'appId' | 'send' | 'ledger' | 'log' | 'now'>;

/**
 * Finds what webhooks did not bring: GitHub sends those again that failed, and open pull requests whose head has no completed
 * check are queued, and those in which the acceptance of a risk has ended, behind all that somebody waits for.
 */
export async function sweep(turn: ChoreTurn, context: SweepContext): Promise<void> {
  const { log } = context;
  const octokit = await context.access.app();
  const now = context.now().getTime();
  const found = { redelivered: 0, queued: 0, expired: 0 };
  try {
    found.redelivered = await redeliverFailed(octokit, turn, log, now);
  } catch (error) {
    await turn.goOn();
    log.error({ err: error }, 'Failed webhooks could not be listed');
  }
  const list = octokit.rest.apps.listInstallations;
  for await (const { data } of octokit.paginate.iterator(list, { per_page: 100 })) {
    for (const installation of data) {
      await turn.goOn();
      if (installation.suspended_at !== null) continue;
      try {
        found.queued += await queueUnreviewed(installation.id, turn, context, now);
        found.expired += await queueExpired(installation, turn, context);
      } catch (error) {
        // One of a broken installation, or at its rate limit, must not hide the others.
        await turn.goOn();
        log.error({ err: error, installation: installation.id }, 'An installation could not be swept');
      }
    }
  }
  log.info(found, 'The sweep is done');
}

async function queueUnreviewed(
  installationId: number,
  turn: ChoreTurn,
  context: SweepContext,
  now: number,
): Promise<number> {
  const octokit = await context.access.forSweep(installationId);
  let queued = 0;
  for await (const pull of findUnreviewed(octokit, context.appId, turn, now)) {
    await context.send({ installationId, ...pull, onlyIfTurned: true }, { urgency: 'swept' });
    queued++;
  }
  return queued;
}

/** Once a day: of one that was closed while nobody heard of it the review does nothing, and the ledger still takes it for open. */
async function queueExpired(
  { id, account }: { readonly id: number; readonly account: object | null },
  turn: ChoreTurn,
  { ledger, send, now }: SweepContext,
): Promise<number> {
  const login = account && 'login' in account ? account.login : undefined;
  if (typeof login !== 'string') return 0;
  const today = now().toISOString().slice(0, 10);
  let queued = 0;
  for (const { repository, pull } of await ledger.expired(login, today)) {
    await turn.goOn();
    const [owner = '', repo = ''] = repository.split('/');
    if (!(await turn.takeOnce(`expired ${repository}#${pull} ${today}`))) continue;
    await send({ installationId: id, owner, repo, pull }, { urgency: 'swept' });
    queued++;
  }
  return queued;
}
