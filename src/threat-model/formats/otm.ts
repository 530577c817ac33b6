import type { PositionedDocument } from '../document.js';
import type { AppliedMitigation, Component, Element, Fault, Threat, ThreatModel } from '../threat-model.js';
import { dayAttribute, isTrueAttribute, listAttribute } from './attributes.js';
import type { Otm } from './otm-schema.js';
import { isInPlace, threatState } from './states.js';

/** An Open Threat Model in the shape of ours. */
export function fromOtm(otm: Otm, { lineOf }: PositionedDocument, path: string): ThreatModel {
  const faults: Fault[] = [];
  const elements = (key: keyof Otm): Element[] =>
    ((otm[key] ?? []) as readonly { id: string; name: string }[]).map(({ id, name }, index) => ({
      id,
      name,
      line: lineOf([key, index]),
    }));
  const parts = {
    asset: elements('assets'),
    'trust zone': elements('trustZones'),
    component: elements('components'),
    'data flow': elements('dataflows'),
    threat: elements('threats'),
    mitigation: elements('mitigations'),
  };
  for (const [kind, list] of Object.entries(parts)) faults.push(...repeated(kind, list));
  const known = new Map(
    Object.entries(parts).map(([kind, list]) => [kind, new Set(list.map(({ id }) => id))]),
  );
  const expect = (kind: keyof typeof parts, id: string, line: number, by: string): void => {
    if (!known.get(kind)?.has(id))
      faults.push({ message: `${by} names the ${kind} \`${id}\`, which is not defined.`, line });
  };

  const zones = zonesOf(otm);
  const components = (otm.components ?? []).map((component, index): Component => {
    const at = ['components', index];
    const by = `The component \`${component.id}\``;
    const { trustZone, component: outer } = component.parent;
    if (trustZone !== undefined) expect('trust zone', trustZone, lineOf([...at, 'parent', 'trustZone']), by);
    if (outer !== undefined) expect('component', outer, lineOf([...at, 'parent', 'component']), by);
    const assets = (['processed', 'stored'] as const).flatMap((use) =>
      (component.assets?.[use] ?? []).flatMap((id, position) => {
        if (id === null) return [];
        expect('asset', id, lineOf([...at, 'assets', use, position]), by);
        return [id];
      }),
    );
    const tags = (component.tags ?? []).map((tag) => tag?.toLowerCase());
    return {
      id: component.id,
      name: component.name,
      line: lineOf(at),
      type: component.type,
      paths: [
        ...listAttribute(component.attributes?.['paths']),
        // A representation in the code names one file.
        ...(component.representations ?? []).flatMap(({ file }) =>
          file ? [`/${file.replace(/^\.?\//, '')}`] : [],
        ),
      ],
      isExternal: isTrueAttribute(component.attributes?.['external']) || tags.includes('external'),
      isOutOfScope: isTrueAttribute(component.attributes?.['out-of-scope']),
      zone: zones.get(component.id),
      assets: [...new Set(assets)],
    };
  });
  const flows = (otm.dataflows ?? []).map((flow, index) => {
    const at = ['dataflows', index];
    const by = `The data flow \`${flow.id}\``;
    expect('component', flow.source, lineOf([...at, 'source']), by);
    expect('component', flow.destination, lineOf([...at, 'destination']), by);
    const assets = (flow.assets ?? []).flatMap((id, position) => {
      if (id === null) return [];
      expect('asset', id, lineOf([...at, 'assets', position]), by);
      return [id];
    });
    return {
      id: flow.id,
      name: flow.name,
      line: lineOf(at),
      source: flow.source,
      destination: flow.destination,
      isBidirectional: flow.bidirectional === true,
      isPublic: false,
      isOutOfScope: isTrueAttribute(flow.attributes?.['out-of-scope']),
      assets,
    };
  });
  const defined = new Map((otm.threats ?? []).map((threat) => [threat.id, threat]));
  const mitigations = new Map((otm.mitigations ?? []).map((mitigation) => [mitigation.id, mitigation]));
  const threatsOn = (key: 'components' | 'dataflows', kind: 'component' | 'flow'): Threat[] =>
    (otm[key] ?? []).flatMap((element, index) =>
      (element.threats ?? []).map((applied, position): Threat => {
        const at = [key, index, 'threats', position];
        const by = `The ${kind === 'flow' ? 'data flow' : kind} \`${element.id}\``;
        expect('threat', applied.threat, lineOf(at), by);
        const threat = defined.get(applied.threat);
        return {
          id: applied.threat,
          name: threat?.name ?? applied.threat,
          line: lineOf(at),
          on: { kind, id: element.id },
          likelihood: threat?.risk.likelihood ?? undefined,
          impact: threat?.risk.impact,
          state: threatState(applied.state),
          mitigations: (applied.mitigations ?? []).flatMap((one, which): AppliedMitigation[] => {
            const id = one?.mitigation;
            if (id === null || id === undefined) return [];
            const line = lineOf([...at, 'mitigations', which]);
            expect('mitigation', id, line, `The threat \`${applied.threat}\` on \`${element.id}\``);
            const state = one?.state ?? '';
            const name = mitigations.get(id)?.name ?? id;
            return [{ id, name, line, state, isInPlace: isInPlace(state) }];
          }),
        };
      }),
    );
  const threats = [...threatsOn('components', 'component'), ...threatsOn('dataflows', 'flow')];
  const used = new Set(threats.map(({ id }) => id));
  return {
    path,
    format: 'Open Threat Model',
    name: otm.project.name,
    reviewed: dayAttribute(otm.project.attributes?.['reviewed']),
    line: lineOf(['project']),
    assets: (otm.assets ?? []).map(({ id, name, risk }, index) => {
      const value = Math.max(risk.confidentiality, risk.integrity, risk.availability);
      return { id, name, line: lineOf(['assets', index]), value: value === 0 ? undefined : value };
    }),
    zones: (otm.trustZones ?? []).map(({ id, name, risk }, index) => ({
      id,
      name,
      line: lineOf(['trustZones', index]),
      trust: risk.trustRating,
    })),
    components,
    flows,
    threats,
    unusedThreats: parts.threat.filter(({ id }) => !used.has(id)),
    mitigations: (otm.mitigations ?? []).map(({ id, name, attributes }, index) => ({
      id,
      name,
      line: lineOf(['mitigations', index]),
      paths: listAttribute(attributes?.['paths']),
    })),
    faults,
  };
}

function repeated(kind: string, elements: readonly Element[]): Fault[] {
  const seen = new Set<string>();
  return elements.flatMap(({ id, line }) => {
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [{ message: `There is another ${kind} with the id \`${id}\`.`, line }];
  });
}

/** The trust zone of each component; one within another component has that one's. */
function zonesOf(otm: Otm): ReadonlyMap<string, string> {
  const parents = new Map((otm.components ?? []).map(({ id, parent }) => [id, parent]));
  const zones = new Map<string, string>();
  for (const id of parents.keys()) {
    const seen = new Set<string>();
    for (
      let at: string | undefined = id;
      at !== undefined && !seen.has(at);
      at = parents.get(at)?.component
    ) {
      seen.add(at);
      const zone = parents.get(at)?.trustZone;
      if (zone !== undefined) zones.set(id, zone);
    }
  }
  return zones;
}
