import { at, entryOf, textOf } from '../../formats/yaml-syntax.js';
import { serviceRule } from './service-rule.js';

const limits = 'https://docs.docker.com/engine/containers/resource_constraints/';

const memory = serviceRule({
  id: 'compose-memory-unlimited',
  title: 'Deployed service without a limit on memory',
  severity: 'low',
  confidence: 'medium',
  cwe: [770],
  description: `The service says how it is deployed, but not how much memory it may take. One leak or one request that makes it grow
takes the memory of every other service on the machine. Services that set nothing of the kind are left alone.`,
  remediation: 'Set `deploy.resources.limits.memory`, or `mem_limit`.',
  references: [limits, 'https://docs.docker.com/reference/compose-file/deploy/#resources'],
  bad: ['image: app:1.2\ndeploy: ◄\n  replicas: 3', '◄\nimage: app:1.2\ncpus: 0.5'],
  good: [
    'image: app:1.2\ndeploy:\n  resources:\n    limits:\n      memory: 256M',
    'image: app:1.2\ncpus: 0.5\nmem_limit: 256m',
    'image: app:1.2\nports: ["8080:8080"]',
  ],
  *look({ key, node, partial }) {
    const limited = entryOf(node, 'mem_limit') ?? at(node, 'deploy', 'resources', 'limits', 'memory');
    const entry = entryOf(node, 'deploy') ?? entryOf(node, 'cpus');
    if (!entry || limited || partial) return;
    const resources = entryOf(entryOf(node, 'deploy')?.value, 'resources');
    const place = entryOf(resources?.value, 'limits') ?? resources ?? entryOf(node, 'deploy');
    yield {
      message: 'Nothing limits the memory of this service.',
      span: place?.key ?? key,
      anchor: 'memory',
    };
  },
});

const processes = serviceRule({
  id: 'compose-processes-unlimited',
  title: 'Limited service without a limit on processes',
  severity: 'low',
  confidence: 'medium',
  cwe: [770],
  description: `Memory and processors of the service are limited, the number of its processes is not: a fork bomb in it still takes the
process table of the whole machine.`,
  remediation: 'Set `pids_limit` to a few hundred, or `deploy.resources.limits.pids`.',
  references: [limits, 'https://docs.docker.com/reference/compose-file/services/#pids_limit'],
  bad: ['◄\nbuild: .\nmem_limit: 256m', 'image: app:1.2\nmem_limit: 256m\npids_limit: -1 ◄'],
  good: ['image: app:1.2\nmem_limit: 256m\npids_limit: 200', 'image: app:1.2'],
  *look({ key, node, partial }) {
    const own = entryOf(node, 'pids_limit');
    const unlimited = textOf(own?.value) === '-1';
    const forgotten =
      !own && !partial && entryOf(node, 'mem_limit') && !at(node, 'deploy', 'resources', 'limits', 'pids');
    if (unlimited || forgotten)
      yield {
        message: 'Nothing limits the number of processes of this service.',
        span: own?.key ?? key,
        anchor: 'pids_limit',
      };
  },
});

export const limitRules = [memory, processes];
