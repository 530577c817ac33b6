/** A small shop as an Open Threat Model, in which nothing is missing. */
export const shopOtm = `otmVersion: 0.2.0
project:
  name: Shop
  id: shop
  attributes:
    reviewed: 2030-01-10
assets:
  - name: Customer payments
    id: payments
    risk: { confidentiality: 100, integrity: 90, availability: 60 }
  - name: Public catalogue
    id: catalogue
    risk: { confidentiality: 1, integrity: 10, availability: 10 }
trustZones:
  - { id: internet, name: Internet, risk: { trustRating: 10 } }
  - { id: private, name: Private, risk: { trustRating: 90 } }
components:
  - id: browser
    name: Browser
    type: web-client
    parent: { trustZone: internet }
    tags: [external]
  - id: api
    name: Payment API
    type: web-service
    parent: { trustZone: private }
    assets: { processed: [payments] }
    attributes: { paths: [src/payments/] }
    threats:
      - threat: injection
        state: exposed
        mitigations:
          - { mitigation: parameters, state: implemented }
  - id: catalogue-job
    name: Catalogue job
    type: batch
    parent: { trustZone: private }
    assets: { stored: [catalogue] }
    attributes: { paths: 'src/catalogue/, /jobs/catalogue.ts' }
    threats:
      - threat: tampering
        state: accepted
dataflows:
  - id: orders
    name: Orders
    source: browser
    destination: api
    assets: [payments]
    threats:
      - threat: sniffing
        state: mitigated
        mitigations:
          - { mitigation: tls, state: IMPLEMENTED }
threats:
  - { id: injection, name: SQL injection, risk: { likelihood: 60, impact: 100 } }
  - { id: sniffing, name: Eavesdropping, risk: { likelihood: 20, impact: 80 } }
  - { id: tampering, name: Wrong prices, risk: { likelihood: 10, impact: 10 } }
mitigations:
  - { id: parameters, name: Parameterized queries, riskReduction: 90, attributes: { paths: [src/db/query.ts] } }
  - { id: tls, name: TLS, riskReduction: 100 }
`;

/** The same text with one thing changed; throws where that is not there. */
export function changed(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`The sample has no ${from}`);
  return text.replace(from, to);
}

const body = { stroke: '#333333', strokeWidth: 1, strokeDasharray: null };

function cell(id: string, shape: string, data: object, rest: object = {}): object {
  return { id, shape, zIndex: 1, attrs: { body }, data: { hasOpenThreats: false, ...data }, ...rest };
}

/** A small model of Threat Dragon: a person, a process and a store, in a boundary. */
export const dragon = JSON.stringify(
  {
    version: '2.3.0',
    summary: { title: 'Shop', owner: '', description: 'The shop.\nreviewed: 2030-01-10', id: 0 },
    detail: {
      contributors: [],
      diagrams: [
        {
          id: 0,
          title: 'Main',
          diagramType: 'STRIDE',
          thumbnail: '',
          version: '2.3.0',
          cells: [
            cell(
              'box',
              'trust-boundary-box',
              { type: 'tm.BoundaryBox', name: 'Private' },
              place(100, 0, 400),
            ),
            cell('buyer', 'actor', { type: 'tm.Actor', name: 'Buyer' }, place(0, 50, 60)),
            cell(
              'web',
              'process',
              {
                type: 'tm.Process',
                name: 'Web',
                description: 'paths: src/web/**',
                threats: [threat('Mitigated')],
              },
              place(200, 50, 60),
            ),
            cell(
              'db',
              'store',
              {
                type: 'tm.Store',
                name: 'Orders',
                description: 'paths: src/db/\nvalue: 80',
                threats: [threat('Open')],
              },
              place(300, 50, 60),
            ),
            cell(
              'in',
              'flow',
              { type: 'tm.Flow', name: 'Order', isPublicNetwork: true, threats: [threat('NA')] },
              { source: { cell: 'buyer' }, target: { cell: 'web' } },
            ),
            cell(
              'keep',
              'flow',
              { type: 'tm.Flow', name: 'Keep' },
              { source: { cell: 'web' }, target: { cell: 'db' } },
            ),
          ],
        },
      ],
      diagramTop: 1,
      reviewer: '',
      threatTop: 3,
    },
  },
  undefined,
  2,
);

function place(x: number, y: number, width: number): object {
  return { position: { x, y }, size: { width, height: 200 } };
}

function threat(status: string): object {
  return {
    id: `threat-${status}`,
    title: `${status} injection`,
    type: 'Tampering',
    status,
    severity: 'High',
    description: 'Somebody sends a query.\nlikelihood: 40',
    mitigation: status === 'NA' ? '' : 'Parameters.',
    modelType: 'STRIDE',
  };
}
