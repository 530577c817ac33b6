import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse, parseAllDocuments } from 'yaml';
import { createInfrastructureAnalyzer } from '../src/analyzers/infrastructure/analyzer.js';
import { openFolder } from '../src/git/folder.js';
import { defaultConfig } from '../src/config/schema.js';
import { review } from '../src/review.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string): string => readFileSync(`${root}${path}`, 'utf8');

interface Container {
  readonly image: string;
  readonly args: readonly string[];
  readonly resources: { readonly requests?: object; readonly limits?: object };
  readonly securityContext: Record<string, unknown>;
  readonly [field: string]: unknown;
}

interface Deployment {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: { readonly template: { readonly spec: { readonly containers: readonly Container[] } } };
}

describe('what the server is deployed with', () => {
  it.each(['Dockerfile', 'compose.yaml', 'examples/kubernetes/scrutineer.yaml'])(
    '%s has nothing that our own rules find',
    async (path) => {
      const analyzer = createInfrastructureAnalyzer();
      const source = await openFolder(`${root}${path}`);
      try {
        const report = await review(source, {
          analyzers: [analyzer],
          config: defaultConfig,
          isAudit: true,
          today: '2026-05-04',
        });
        expect(report.coverage.analyzed).toBe(1);
        expect(report.findings).toEqual([]);
        expect(report.problems).toEqual([]);
      } finally {
        await source.close();
        await analyzer.close?.();
      }
    },
  );

  it('is an image of several stages that runs as a user without rights, and says that it lives', () => {
    const text = read('Dockerfile');
    expect(text.match(/^FROM /gm)?.length).toBeGreaterThan(2);
    const last = text.slice(text.lastIndexOf('\nFROM '));
    expect(last).toMatch(/^USER 1000:1000$/m);
    expect(last).toMatch(/^HEALTHCHECK [\s\S]*\/healthz/m);
    expect(last).toMatch(/^COPY --from=build .*dist/m);
    // There is no shell in it.
    expect(last).not.toMatch(/^RUN /m);
    // As the page on operating it says.
    expect(last).toMatch(/^CMD \["node", "dist\/cli.js", "serve"\]$/m);
    expect(read('package.json')).toContain('"scrutineer": "dist/cli.js"');
  });

  it('is built of files that are handed to the builder', () => {
    const handed = read('.dockerignore')
      .split('\n')
      .flatMap((line) => (line.startsWith('!') ? [line.slice(1)] : []));
    const copied = [...read('Dockerfile').matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(
      ([, sources = '']) => sources.split(' '),
    );
    expect(copied).toContain('scripts/bundle.mjs');
    expect(handed).toEqual([...new Set(copied)].sort((a, b) => handed.indexOf(a) - handed.indexOf(b)));
  });

  it('runs web and workers as two deployments, each with probes, limits and a root that nobody writes to', () => {
    const documents = parseAllDocuments(read('examples/kubernetes/scrutineer.yaml')).map(
      (document) => document.toJS() as Deployment,
    );
    const deployments = documents.filter(({ kind }) => kind === 'Deployment');
    expect(deployments.map(({ metadata }) => metadata.name)).toEqual(['web', 'worker']);
    for (const { metadata, spec } of deployments)
      for (const container of spec.template.spec.containers) {
        expect(container.args).toEqual(['node', 'dist/cli.js', 'serve', '--role', metadata.name]);
        for (const name of ['startupProbe', 'livenessProbe', 'readinessProbe'])
          expect(container[name]).toBeDefined();
        expect(container.resources.requests).toMatchObject({
          cpu: expect.anything(),
          memory: expect.anything(),
        });
        expect(container.resources.limits).toMatchObject({
          cpu: expect.anything(),
          memory: expect.anything(),
        });
        expect(container.securityContext).toMatchObject({
          readOnlyRootFilesystem: true,
          allowPrivilegeEscalation: false,
          runAsNonRoot: true,
        });
      }
  });

  it('runs with a database of its own under Compose, whose tables outlive it', () => {
    const { services, volumes } = parse(read('compose.yaml'), { merge: true }) as {
      services: Record<string, { read_only?: boolean; command?: string[]; volumes?: string[] }>;
      volumes: object;
    };
    expect(Object.keys(services)).toEqual(['web', 'worker', 'database']);
    for (const role of ['web', 'worker'])
      expect(services[role]).toMatchObject({
        read_only: true,
        command: ['node', 'dist/cli.js', 'serve', '--role', role],
      });
    expect(services.database?.volumes).toEqual(['database:/var/lib/postgresql/data']);
    expect(Object.keys(volumes)).toEqual(['database']);
  });
});
