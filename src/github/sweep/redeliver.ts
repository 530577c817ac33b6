import type { ChoreTurn } from '../../queue/chore.js';
import type { Octokit } from '../octokit.js';
import type { Log } from '../context.js';

/** GitHub delivers again what it sent in the last three days (docs.github.com/webhooks/testing-and-troubleshooting-webhooks/redelivering-webhooks). */
const longestMilliseconds = 3 * 24 * 3600 * 1000;
/** A delivery that runs has no status yet. */
const shortestMilliseconds = 30_000;
/** Of 100 deliveries each. */
const mostPages = 20;
/** In one sweep; the others come in the next. */
const mostRedeliveries = 500;

/** Asks GitHub for failed webhooks again: each once, and the oldest first. Returns how many. */
export async function redeliverFailed(
  octokit: Octokit,
  turn: ChoreTurn,
  log: Log,
  now: number,
): Promise<number> {
  const failed = (await listFailed(octokit, turn, now)).reverse();
  let asked = 0;
  for (const { id, guid } of failed) {
    if (asked === mostRedeliveries) break;
    await turn.goOn();
    if (!(await turn.takeOnce(guid))) continue;
    try {
      await octokit.rest.apps.redeliverWebhookDelivery({ delivery_id: id });
      asked++;
    } catch (error) {
      // Should the answer only be lost, the second one is known by its id.
      await turn.giveBack(guid);
      log.error({ err: error, delivery: guid }, 'A webhook was not sent again');
    }
  }
  return asked;
}

interface Delivery {
  readonly id: number;
  /** The same for each time that a webhook is sent. */
  readonly guid: string;
}

/** The latest first. Servers of an older GitHub do not know the filter and list all. */
async function listFailed(octokit: Octokit, turn: ChoreTurn, now: number): Promise<Delivery[]> {
  const failed = new Map<string, Delivery>();
  const whole = new Set<string>();
  let pages = 0;
  const list = octokit.rest.apps.listWebhookDeliveries;
  for await (const { data } of octokit.paginate.iterator(list, { per_page: 100, status: 'failure' })) {
    await turn.goOn();
    for (const { id, guid, status_code: status, delivered_at: at } of data) {
      const age = now - Date.parse(at);
      if (age > longestMilliseconds) return open(failed, whole);
      if (status >= 200 && status < 300) whole.add(guid);
      else if (age > shortestMilliseconds) failed.set(guid, { id, guid });
    }
    if (++pages === mostPages) break;
  }
  return open(failed, whole);
}

function open(failed: ReadonlyMap<string, Delivery>, whole: ReadonlySet<string>): Delivery[] {
  return [...failed.values()].filter(({ guid }) => !whole.has(guid));
}
