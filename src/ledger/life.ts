import type { Finding } from '../model/finding.js';
import type { ReviewEntry } from '../model/ledger.js';
import { after, type Content, type Place, placeOf } from './chain.js';

/**
 * - `introduced`: the change brought it, and it was shown
 * - `withheld`: the same, or shown before, and something in the configuration or a decision withholds it; `reason` says what.
 *   Again where another acceptance withholds it, or until another day
 * - `shown`: withheld before, and shown now, as when what it was accepted until has passed
 * - `fixed`: no longer there; also of the base side, by the change
 * - `reopened`: shown again after it was fixed
 * - `reweighed`: shown as before, with another severity; `severityBefore` says which it had. What is withheld is `withheld` again
 */
export type LifeEvent = 'introduced' | 'withheld' | 'shown' | 'fixed' | 'reopened' | 'reweighed';

/** What the ledger last said of a finding in a change. */
export interface LastEvent extends Place {
  readonly event: LifeEvent;
  readonly ruleId: string;
  readonly severity: string;
  readonly path: string;
  readonly acceptedBy?: string;
  readonly until?: string;
}

/** What has happened to the findings of a change since its last review. */
export function eventsOf(entry: ReviewEntry, before: ReadonlyMap<string, LastEvent>): Content[] {
  const { report } = entry;
  const urgencies = new Map(report.urgencies?.map((urgency) => [urgency.fingerprint, urgency]));
  const now = new Set<string>();
  const contents: Content[] = [];
  const add = (event: LifeEvent, fingerprint: string, facts: Partial<Content>): void => {
    const last = before.get(fingerprint);
    contents.push({
      id: `finding/${placeOf(entry)}/${entry.subject}/${fingerprint}/${after(entry.repository, last)}`,
      kind: 'finding',
      event,
      fingerprint,
      ...contextOf(entry),
      ...facts,
    });
  };
  for (const finding of report.findings) {
    now.add(finding.fingerprint);
    const last = before.get(finding.fingerprint);
    const event = eventShown(last, finding);
    const urgency = urgencies.get(finding.fingerprint);
    if (event)
      add(event, finding.fingerprint, {
        ...factsOf(finding),
        ...reweighedFrom(last, finding),
        priority: urgency?.level,
        due: urgency?.due?.on,
      });
  }
  for (const { finding, reason, accepted } of report.withheld) {
    now.add(finding.fingerprint);
    const last = before.get(finding.fingerprint);
    if (
      last?.event !== 'withheld' ||
      last.acceptedBy !== accepted?.by ||
      last.until !== accepted?.until ||
      last.severity !== finding.severity
    )
      add('withheld', finding.fingerprint, {
        ...factsOf(finding),
        ...reweighedFrom(last, finding),
        reason,
        acceptedBy: accepted?.by,
        until: accepted?.until,
      });
  }
  for (const finding of report.fixed) {
    if (now.has(finding.fingerprint)) continue;
    now.add(finding.fingerprint);
    if (before.get(finding.fingerprint)?.event !== 'fixed')
      add('fixed', finding.fingerprint, { ...factsOf(finding), stoodOn: 'base' });
  }
  for (const [fingerprint, { event, ruleId, severity, path }] of before)
    if (event !== 'fixed' && !now.has(fingerprint) && entry.isSeen(path))
      add('fixed', fingerprint, { ruleId, severity, path });
  return contents;
}

function eventShown(last: LastEvent | undefined, { severity }: Finding): LifeEvent | undefined {
  if (last === undefined) return 'introduced';
  if (last.event === 'fixed') return 'reopened';
  if (last.event === 'withheld') return 'shown';
  return last.severity === severity ? undefined : 'reweighed';
}

/** What the severity was, and why the threat model changes it, where that is why. */
function reweighedFrom(last: LastEvent | undefined, { severity, severityChange }: Finding): Partial<Content> {
  if (last === undefined || last.severity === severity) return {};
  return { severityBefore: last.severity, severityReason: severityChange?.reason };
}

/** Where and by whom. */
export function contextOf({ repository, repositoryId, subject, pull, author, head, base }: ReviewEntry): Omit<
  Content,
  'id' | 'kind'
> & {
  readonly repository: string;
} {
  return { repository, repositoryId, subject, pull, author, head, base };
}

function factsOf({ ruleId, title, message, severity, confidence, location }: Finding): Partial<Content> {
  return { ruleId, title, message, severity, confidence, path: location.path, line: location.startLine };
}
