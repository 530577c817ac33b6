import { isGuess } from '../models.js';
import type { Call, CallSite } from './call-site.js';
import type { Interpreter } from './interpreter.js';
import { bare } from './node.js';
import { brief } from './unit.js';
import { deepTaints } from './join.js';
import { type Value } from './value.js';

/** Has the rules look at the call, and follows data into the arguments that can do harm. */
export function tellCall(call: Call): void {
  const { run, functionValue, site } = call;
  const isMain = run.isMain(site.unit);
  for (const origin of functionValue.origins) {
    const checks = isMain ? run.models.checks(origin) : [];
    const at = { ...site, origin, ...(checks.length > 0 && { arguments: settled(run, site.arguments) }) };
    for (const { rule, pattern } of checks) {
      const verdict = pattern.check(at);
      if (verdict) run.tell(rule, site.unit, verdict.node ?? site.node, verdict);
    }
    for (const { rule, pattern } of run.models.groups(origin)) run.gather(rule, pattern, at);
    for (const model of run.models.sinks(origin)) reachArguments(call, at, model, isGuess(origin) ? 1 : 0);
  }
  if (site.method !== undefined)
    for (const { rule, pattern } of run.models.methodChecks(site.method)) {
      if (!isMain && !pattern.abroad) continue;
      const verdict = pattern.check(site);
      if (verdict) run.tell(rule, site.unit, verdict.node ?? site.node, verdict);
    }
  if (site.method === undefined || functionValue.call || functionValue.native || functionValue.construct)
    return;
  const recognised = functionValue.origins.some((origin) => run.models.knows(origin));
  if (recognised || (site.receiver && isOwn(site.receiver))) return;
  const isGiven = site.arguments.some((value) => value.taints.length > 0 || value.fields);
  for (const method of isGiven ? [site.method, '*'] : [site.method])
    for (const model of run.models.looseSinks(method)) {
      if (model.receiver && !model.receiver.test(receiverName(site))) continue;
      reachArguments(call, site, model, 1);
    }
}

/** Arguments, and the properties that are written in them, with what other files say of them. */
function settled(run: Interpreter, values: readonly Value[]): readonly Value[] {
  return values.map((value) => {
    if (value.lazy) return run.force(value);
    if (!value.closed || !value.fields || ![...value.fields.values()].some((field) => field.lazy))
      return value;
    return { ...value, fields: new Map([...value.fields].map(([name, field]) => [name, run.force(field)])) };
  });
}

/** Whether a value is an object that the code itself made, so that its methods are not a library's. */
function isOwn(value: Value): boolean {
  return value.closed === true || value.construct !== undefined;
}

/** The last name of what a method is called on: `db` in `this.db.query(…)`, `pool` in `(await pool()).query(…)`. */
export function receiverName(site: CallSite): string {
  if (!site.receiverNode) return '';
  const written = brief(site.unit, bare(site.receiverNode), 200).replace(/\([^()]*\)$/, '');
  return /([\w$]+)\W*$/.exec(written)?.[1] ?? '';
}

interface ArgumentModel {
  readonly kind: Parameters<Interpreter['reach']>[0]['kind'];
  readonly argument?: number;
  readonly field?: string;
  readonly when?: (site: CallSite, value: Value) => boolean;
  readonly label?: string;
  readonly note?: string;
}

function reachArguments(call: Call, site: CallSite, model: ArgumentModel, doubt: number): void {
  const { run } = call;
  site.arguments.forEach((whole, index) => {
    if (model.argument !== undefined && model.argument !== index) return;
    const part = site.argumentNodes[index] ?? site.node;
    const value = model.field === undefined ? whole : run.readMember(whole, model.field, part, site.unit);
    if (deepTaints(value).length === 0) return;
    if (model.when && !model.when(site, value)) return;
    run.reach({
      kind: model.kind,
      value,
      unit: site.unit,
      node: site.node,
      part,
      sink: model.label ?? brief(site.unit, site.callee),
      note: model.note,
      site,
      doubt,
    });
  });
}
