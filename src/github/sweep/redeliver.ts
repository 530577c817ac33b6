import type { ChoreTurn } from '../../queue/chore.js';
import type { Octokit } from '../octokit.js';
import type { Log } from '../context.js';

/** GitHub delivers again what it sent in the last three days (docs.github.com/webhooks/testing-and-troubleshooting-webhooks/redelivering-webhooks). */
const longestMilliseconds = 3 * 24 * 3600 * 1000;
/** A delivery that runs has no status yet. */
const shortestMilliseconds = 30_000;
/** Of 100 deliveries each. */
const mostPages = 20;
/** After this a delivery is asked for once more of which nothing was heard: GitHub may have lost the request. */
const againMilliseconds = 6 * 3600 * 1000;
/** In one sweep; the others come in the next. */
const mostRedeliveries = 500;

/**
 * Asks GitHub for failed webhooks again, the oldest first. One that fails again is asked for again, as long as GitHub keeps
 * it: of a comment nothing else tells. Returns how many.
 */
export async function redeliverFailed(
  octokit: Octokit,
  turn: ChoreTurn,
  log: Log,
  now: number,
): Promise<number> {
  const failed = (await listFailed(octokit, turn, now)).reverse();
  let asked = 0;
  const ask = async ({ id, guid }: Delivery, key: string): Promise<boolean> => {
    await turn.goOn();
    if (asked === mostRedeliveries || !(await turn.takeOnce(key))) return false;
    try {
      await octokit.rest.apps.redeliverWebhookDelivery({ delivery_id: id });
      asked++;
      return true;
    } catch (error) {
      // Should the answer only be lost, the second one is known by its id.
      await turn.giveBack(key);
      log.error({ err: error, delivery: guid }, 'A webhook was not sent again');
      return false;
    }
  };
  const again = ({ id, age }: Delivery): string => `${id} again ${Math.floor(age / againMilliseconds)}`;
  for (const delivery of failed)
    if (await ask(delivery, String(delivery.id))) await turn.takeOnce(again(delivery));
  // Those come last of which nothing was heard: most came, and are listed all the same.
  for (const delivery of failed) if (delivery.age > againMilliseconds) await ask(delivery, again(delivery));
  return asked;
}

interface Delivery {
  /** Of the latest attempt. */
  readonly id: number;
  /** The same for each time that a webhook is sent. */
  readonly guid: string;
  /** In milliseconds. */
  readonly age: number;
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
      else if (age > shortestMilliseconds && !failed.has(guid)) failed.set(guid, { id, guid, age });
    }
    if (++pages === mostPages) break;
  }
  return open(failed, whole);
}

function open(failed: ReadonlyMap<string, Delivery>, whole: ReadonlySet<string>): Delivery[] {
  return [...failed.values()].filter(({ guid }) => !whole.has(guid));
}
