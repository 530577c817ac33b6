import type { PositionedDocument } from '../document.js';
import type { Asset, Component, DataFlow, Threat, ThreatModel, TrustZone } from '../threat-model.js';
import { dayAttribute, lineAttribute, listAttribute, ratingAttribute } from './attributes.js';
import { threatState } from './states.js';
import type { Cell, ThreatDragon } from './threat-dragon-schema.js';

/**
 * A Threat Dragon model in the shape of ours. What the format has no place for stands in a description, on lines of its
 * own: `paths:` and `external:` of a component, `value:` of a store, `likelihood:` of a threat, `reviewed:` of the model.
 */
export function fromThreatDragon(
  { summary, detail }: ThreatDragon,
  { lineOf }: PositionedDocument,
  path: string,
): ThreatModel {
  const placed = detail.diagrams.flatMap(({ cells = [] }, diagram) =>
    cells.map((cell, index): Placed => {
      const at = ['detail', 'diagrams', diagram, 'cells', index];
      return { cell, diagram, at, line: lineOf([...at, 'data', 'name']) };
    }),
  );
  const ofType = (pattern: RegExp): Placed[] => placed.filter(({ cell }) => pattern.test(typeOf(cell)));
  const boxes = ofType(/^BoundaryBox$/);
  const stores = ofType(/^Store$/);
  const flows = ofType(/^Flow$/).map(flowOf);
  const isStore = new Set(stores.map(({ cell }) => cell.id));
  const components = ofType(/^(?:Process|Store|Actor)$/).map((one) =>
    componentOf(one, flows, isStore, boxes),
  );
  return {
    path,
    format: 'OWASP Threat Dragon',
    name: summary.title,
    reviewed: dayAttribute(lineAttribute(summary.description, 'reviewed')),
    line: lineOf(['summary']),
    assets: stores.map(assetOf),
    zones: boxes.map(zoneOf),
    components,
    flows,
    threats: placed.flatMap((one) => threatsOf(one, lineOf)),
    unusedThreats: [],
    mitigations: [],
    faults: placed.flatMap(({ cell, line }) =>
      typeOf(cell) === 'Flow' && (!cell.source?.cell || !cell.target?.cell)
        ? [{ message: `The data flow \`${nameOf(cell)}\` is not attached at both ends.`, line }]
        : [],
    ),
  };
}

interface Placed {
  readonly cell: Cell;
  readonly diagram: number;
  readonly at: readonly PropertyKey[];
  readonly line: number;
}

/** `Process` of `tm.Process`. */
function typeOf({ data, shape }: Cell): string {
  return (data?.type ?? shape).replace(/^tm\./, '');
}

function nameOf({ data, id }: Cell): string {
  return data?.name?.trim() || id;
}

function assetOf({ cell, line }: Placed): Asset {
  const value = ratingAttribute(lineAttribute(cell.data?.description, 'value'));
  return { id: cell.id, name: nameOf(cell), line, value };
}

function zoneOf({ cell, line }: Placed): TrustZone {
  const trust = ratingAttribute(lineAttribute(cell.data?.description, 'trust'));
  return { id: cell.id, name: nameOf(cell), line, trust };
}

function flowOf({ cell, line }: Placed): DataFlow {
  return {
    id: cell.id,
    name: nameOf(cell),
    line,
    source: cell.source?.cell,
    destination: cell.target?.cell,
    isBidirectional: cell.data?.isBidirectional === true,
    isPublic: cell.data?.isPublicNetwork === true,
    isOutOfScope: cell.data?.outOfScope === true,
    assets: [],
  };
}

/** A store holds what it is; a process handles what is in the stores that it has a data flow with. */
function componentOf(
  { cell, diagram, line }: Placed,
  flows: readonly DataFlow[],
  isStore: ReadonlySet<string>,
  boxes: readonly Placed[],
): Component {
  const { description } = cell.data ?? {};
  const reached = flows.flatMap(({ source, destination }) =>
    source === cell.id ? [destination] : destination === cell.id ? [source] : [],
  );
  return {
    id: cell.id,
    name: nameOf(cell),
    line,
    type: typeOf(cell).toLowerCase(),
    paths: listAttribute(lineAttribute(description, 'paths')),
    isExternal: typeOf(cell) === 'Actor' || lineAttribute(description, 'external') === 'true',
    isOutOfScope: cell.data?.outOfScope === true,
    zone: boxes.find((box) => box.diagram === diagram && isWithin(cell, box.cell))?.cell.id,
    assets: isStore.has(cell.id)
      ? [cell.id]
      : [...new Set(reached.filter((id): id is string => id !== undefined && isStore.has(id)))],
  };
}

/** Boundaries are boxes on the drawing. */
function isWithin({ position, size }: Cell, box: Cell): boolean {
  if (!position || !box.position || !box.size) return false;
  const x = position.x + (size?.width ?? 0) / 2;
  const y = position.y + (size?.height ?? 0) / 2;
  const { x: left, y: top } = box.position;
  return x >= left && x <= left + box.size.width && y >= top && y <= top + box.size.height;
}

function threatsOf({ cell, at }: Placed, lineOf: PositionedDocument['lineOf']): Threat[] {
  const place = cell.data?.threats ? ['data', 'threats'] : ['threats'];
  return (cell.data?.threats ?? cell.threats ?? []).map((threat, index): Threat => {
    const line = lineOf([...at, ...place, index, 'title']);
    const state = cell.data?.outOfScope ? 'settled' : threatState(threat.status);
    const text = threat.mitigation.trim();
    return {
      id: threat.id ?? threat.threatId ?? `${cell.id}#${index}`,
      name: threat.title,
      line,
      on: { kind: typeOf(cell) === 'Flow' ? 'flow' : 'component', id: cell.id },
      likelihood: ratingAttribute(lineAttribute(threat.description, 'likelihood')),
      impact: impacts[threat.severity.toLowerCase()],
      state,
      mitigations:
        text === ''
          ? []
          : [
              {
                id: `${cell.id}#${index}`,
                name: text.split('\n', 1)[0] ?? text,
                line,
                state: threat.status,
                isInPlace: state === 'mitigated',
              },
            ],
    };
  });
}

/** Of its severities, the middle of each third and the top; `TBD` is none. */
const impacts: Readonly<Record<string, number>> = { low: 25, medium: 50, high: 75, critical: 100 };
