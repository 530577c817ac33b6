import { matchesAny } from '../config/glob.js';
import type { ChangedFile } from '../model/change.js';
import type { EntryPoint } from '../model/entry-point.js';
import { statementKinds, type ThreatStatement } from '../model/threat-statement.js';
import { ageMessage } from './check.js';
import { assetLabel, assetsOf, componentsOf, isExposed } from './exposure.js';
import { isHandled, labelOf, type Component, type ThreatModel } from './threat-model.js';

export interface ChangeOptions {
  /** YYYY-MM-DD. */
  readonly today: string;
  /** Days; 0 for any age. */
  readonly maxAge: number;
  /** All files are looked at, and none is changed. */
  readonly isAudit: boolean;
  /** Of the changed files, on both sides. */
  readonly entryPoints: { readonly base: readonly EntryPoint[]; readonly head: readonly EntryPoint[] };
}

/** What the model says of a change. */
export function tellChange(
  model: ThreatModel,
  files: readonly ChangedFile[],
  options: ChangeOptions,
): ThreatStatement[] {
  const touched = touchedBy(model, files);
  const age = ageMessage(model, options);
  const statements = [
    ...(options.isAudit ? [] : limited(touched.map((one) => tellTouched(model, one)))),
    ...limited(tellThreats(model, touched)),
    ...(options.isAudit ? [] : limited(tellMitigations(model, files))),
    ...limited(tellEntryPoints(model, options)),
    ...(age === undefined
      ? []
      : [{ kind: 'stale' as const, message: age, path: model.path, line: model.line }]),
  ];
  return inOrder(statements);
}

/** By kind, the most urgent first. */
export function inOrder(statements: readonly ThreatStatement[]): ThreatStatement[] {
  return [...statements].sort((a, b) => statementKinds.indexOf(a.kind) - statementKinds.indexOf(b.kind));
}

/** Of one kind; a reader goes through no more. */
const maxEach = 25;

function limited(statements: readonly ThreatStatement[]): readonly ThreatStatement[] {
  const [last] = statements.slice(maxEach - 1, maxEach);
  if (statements.length <= maxEach || !last) return statements;
  const left = statements.length - maxEach + 1;
  return [
    ...statements.slice(0, maxEach - 1),
    { kind: last.kind, message: `There are ${left} more of this kind.` },
  ];
}

interface Touched {
  readonly component: Component;
  readonly files: readonly string[];
}

/** Those with the most valuable assets first. */
function touchedBy(model: ThreatModel, files: readonly ChangedFile[]): Touched[] {
  const byComponent = new Map<Component, string[]>();
  for (const { path, previousPath } of files)
    for (const component of new Set([
      ...componentsOf(model, path),
      ...(previousPath === undefined ? [] : componentsOf(model, previousPath)),
    ]))
      byComponent.set(component, [...(byComponent.get(component) ?? []), path]);
  const worth = ({ component }: Touched): number => assetsOf(model, component)[0]?.value ?? -1;
  return [...byComponent]
    .map(([component, paths]) => ({ component, files: paths }))
    .sort((a, b) => worth(b) - worth(a) || a.component.line - b.component.line);
}

function tellTouched(model: ThreatModel, { component, files }: Touched): ThreatStatement {
  const assets = assetsOf(model, component);
  const handles = assets.length === 0 ? '' : `, which handles ${listed(assets.map(assetLabel))}`;
  const outside = isExposed(model, component) ? ' and is reached from outside' : '';
  const more = assets.length === 0 && outside !== '' ? ', which is reached from outside' : outside;
  return {
    kind: 'touched',
    message: `Touches \`${labelOf(component)}\`${handles}${more}: ${listed(files.map((file) => `\`${file}\``))}.`,
    path: model.path,
    line: component.line,
  };
}

/** Threats on what is touched, and on data flows to and from it. */
function tellThreats(model: ThreatModel, touched: readonly Touched[]): ThreatStatement[] {
  const ids = new Set(touched.map(({ component }) => component.id));
  const flows = model.flows.filter(
    ({ source, destination }) => ids.has(source ?? '') || ids.has(destination ?? ''),
  );
  const names = new Map([
    ...touched.map(({ component }) => [component.id, labelOf(component)] as const),
    ...flows.map((flow) => [flow.id, labelOf(flow)] as const),
  ]);
  const risk = (threat: ThreatModel['threats'][number]): number =>
    (threat.likelihood ?? 100) * (threat.impact ?? 100);
  return model.threats
    .filter((threat) => names.has(threat.on.id) && !isHandled(threat))
    .sort((a, b) => risk(b) - risk(a) || a.line - b.line)
    .map((threat) => {
      const ratings = [
        ...(threat.likelihood === undefined ? [] : [`likelihood ${threat.likelihood}`]),
        ...(threat.impact === undefined ? [] : [`impact ${threat.impact}`]),
      ].join(', ');
      return {
        kind: 'open-threat',
        message: `The threat \`${labelOf(threat)}\` on \`${names.get(threat.on.id) ?? ''}\`${ratings === '' ? '' : ` (${ratings})`} has no mitigation in place.`,
        path: model.path,
        line: threat.line,
      };
    });
}

function tellMitigations(model: ThreatModel, files: readonly ChangedFile[]): ThreatStatement[] {
  return model.mitigations.flatMap((mitigation) => {
    const against = model.threats.filter(({ mitigations }) =>
      mitigations.some(({ id, isInPlace }) => id === mitigation.id && isInPlace),
    );
    if (against.length === 0) return [];
    const threats = listed([...new Set(against.map((threat) => `\`${labelOf(threat)}\``))]);
    return files.flatMap(({ path, previousPath, status }): ThreatStatement[] => {
      const isHere = matchesAny(mitigation.paths, path);
      const wasHere =
        previousPath !== undefined && status === 'renamed' && matchesAny(mitigation.paths, previousPath);
      if (!isHere && !wasHere) return [];
      if (status === 'added' || status === 'copied') return [];
      const what = status === 'removed' ? 'Deletes' : isHere ? 'Changes' : 'Moves away';
      return [
        {
          kind: 'mitigation',
          message: `${what} code of the mitigation \`${labelOf(mitigation)}\`, which stands against ${threats}.`,
          path,
        },
      ];
    });
  });
}

/** A way in that was on the base side of a changed file, wherever, is not new. */
function tellEntryPoints(model: ThreatModel, { entryPoints, isAudit }: ChangeOptions): ThreatStatement[] {
  const keyOf = ({ kind, name }: EntryPoint): string => `${kind} ${name}`;
  const before = new Set(entryPoints.base.map(keyOf));
  return entryPoints.head
    .filter((entry) => (isAudit || !before.has(keyOf(entry))) && componentsOf(model, entry.path).length === 0)
    .map(({ kind, name, path, line }) => ({
      kind: 'entry-point',
      message: `The ${isAudit ? '' : 'new '}${kind} \`${name}\` is covered by no component of the threat model.`,
      path,
      line,
    }));
}

/** `a, b and c`; of more than four the first three and how many are left. */
function listed(items: readonly string[]): string {
  if (items.length > 4) return `${items.slice(0, 3).join(', ')} and ${items.length - 3} more`;
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;
}
