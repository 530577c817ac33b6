import type { ResourceRule } from '../../resource-rule.js';
import { cfn, tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { isMissing, isFalse, isOff, either, isOneOf, isBelow, isAbove } from '../resources/tests.js';

const hub = 'https://docs.aws.amazon.com/securityhub/latest/userguide';

export const awsCacheRules: readonly ResourceRule[] = [
  settingRule({
    id: 'aws-cache-unencrypted',
    title: 'Cache that writes its data in the clear',
    severity: 'medium',
    weakness: 'encryption',
    description: `What the cache writes to disk for backups and swapping is in the clear: whoever gets hold of a snapshot reads it.`,
    remediation: 'Enable encryption at rest; it can only be chosen when the replication group is made.',
    references: [
      `${hub}/elasticache-controls.html#elasticache-4`,
      'https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/at-rest-encryption.html',
    ],
    checks: [
      {
        at: {
          aws_elasticache_replication_group: 'at_rest_encryption_enabled',
          'AWS::ElastiCache::ReplicationGroup': 'AtRestEncryptionEnabled',
        },
        bad: isOff,
        says: '{} writes its data in the clear.',
        fix: 'true',
      },
    ],
    bad: [
      tf('aws_elasticache_replication_group', 'at_rest_encryption_enabled = false ◄'),
      cfn('AWS::ElastiCache::ReplicationGroup ◄', 'TransitEncryptionEnabled: true'),
    ],
    good: [
      tf('aws_elasticache_replication_group', 'at_rest_encryption_enabled = true'),
      cfn('AWS::ElastiCache::ReplicationGroup', 'AtRestEncryptionEnabled: true'),
    ],
  }),
  settingRule({
    id: 'aws-cache-plaintext',
    title: 'Cache that talks in the clear',
    severity: 'medium',
    weakness: 'transport',
    description: `What clients and nodes of the cache send each other is in the clear, sessions and tokens included, and no password can be asked for.`,
    remediation: 'Enable encryption in transit, and set an `auth_token` or users.',
    references: [
      `${hub}/elasticache-controls.html#elasticache-5`,
      'https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/in-transit-encryption.html',
    ],
    checks: [
      {
        at: {
          aws_elasticache_replication_group: 'transit_encryption_enabled',
          'AWS::ElastiCache::ReplicationGroup': 'TransitEncryptionEnabled',
        },
        bad: isOff,
        says: '{} sends its data in the clear.',
        fix: 'true',
      },
      {
        at: { aws_memorydb_cluster: 'tls_enabled', 'AWS::MemoryDB::Cluster': 'TLSEnabled' },
        bad: isFalse,
        says: '{} sends its data in the clear.',
        fix: 'true',
      },
    ],
    bad: [
      tf('aws_elasticache_replication_group', 'transit_encryption_enabled = false ◄'),
      cfn('AWS::MemoryDB::Cluster', 'TLSEnabled: false ◄'),
    ],
    good: [
      tf('aws_elasticache_replication_group', 'transit_encryption_enabled = true'),
      cfn('AWS::MemoryDB::Cluster', 'TLSEnabled: true'),
    ],
  }),
  settingRule({
    id: 'aws-cache-backup-off',
    title: 'Cache without automatic backups',
    severity: 'low',
    weakness: 'recovery',
    description: `No snapshot of the cache is kept. What is held only there is lost with its nodes.`,
    remediation: 'Keep snapshots for some days where the cache holds more than copies.',
    references: [`${hub}/elasticache-controls.html#elasticache-1`],
    checks: [
      {
        at: {
          aws_elasticache_cluster: 'snapshot_retention_limit',
          aws_elasticache_replication_group: 'snapshot_retention_limit',
        },
        bad: isBelow(1),
        says: 'No backups of {} are kept.',
        fix: '7',
      },
      {
        at: {
          'AWS::ElastiCache::CacheCluster': 'SnapshotRetentionLimit',
          'AWS::ElastiCache::ReplicationGroup': 'SnapshotRetentionLimit',
        },
        bad: isBelow(1),
        says: 'No backups of {} are kept.',
        fix: '7',
      },
      {
        at: { aws_elasticache_cluster: 'snapshot_retention_limit' },
        bad: isMissing,
        when: { engine: isOneOf('redis', 'valkey'), replication_group_id: isMissing },
        says: 'No backups of {} are kept.',
      },
      {
        at: { 'AWS::ElastiCache::CacheCluster': 'SnapshotRetentionLimit' },
        bad: isMissing,
        when: { Engine: isOneOf('redis', 'valkey') },
        says: 'No backups of {} are kept.',
      },
    ],
    bad: [
      tf('aws_elasticache_cluster', 'engine = "redis"\nsnapshot_retention_limit = 0 ◄'),
      cfn('AWS::ElastiCache::CacheCluster', 'SnapshotRetentionLimit: 0 ◄'),
      cfn('AWS::ElastiCache::CacheCluster ◄', 'Engine: redis\nCacheNodeType: cache.t4g.small'),
    ],
    good: [
      tf('aws_elasticache_cluster', 'engine = "memcached"'),
      cfn('AWS::ElastiCache::CacheCluster', 'SnapshotRetentionLimit: 7'),
    ],
  }),
  settingRule({
    id: 'aws-cache-one-zone',
    title: 'Cache whose nodes stand in one zone',
    severity: 'low',
    weakness: 'recovery',
    description: `All nodes stand in one zone. When it fails, or is attacked, everything that needs the cache fails with it.`,
    remediation: 'Set `az_mode` to `cross-az`, or enable several zones with automatic failover.',
    references: ['https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoFailover.html'],
    checks: [
      {
        at: { aws_elasticache_cluster: 'az_mode', 'AWS::ElastiCache::CacheCluster': 'AZMode' },
        bad: isOneOf('single-az'),
        when: {
          num_cache_nodes: either(isMissing, isAbove(1)),
          NumCacheNodes: either(isMissing, isAbove(1)),
        },
        says: 'All nodes of {} stand in one zone.',
        fix: '"cross-az"',
      },
      {
        // Left out it is one zone, also for several nodes.
        at: { aws_elasticache_cluster: 'az_mode' },
        bad: isMissing,
        when: { num_cache_nodes: isAbove(1), preferred_availability_zones: isMissing },
        says: 'All nodes of {} stand in one zone.',
      },
      {
        at: { 'AWS::ElastiCache::CacheCluster': 'AZMode' },
        bad: isMissing,
        when: { NumCacheNodes: isAbove(1), PreferredAvailabilityZones: isMissing },
        says: 'All nodes of {} stand in one zone.',
      },
      {
        at: {
          aws_elasticache_replication_group: 'multi_az_enabled',
          'AWS::ElastiCache::ReplicationGroup': 'MultiAZEnabled',
        },
        bad: isFalse,
        says: 'All nodes of {} stand in one zone.',
        fix: 'true',
      },
    ],
    bad: [
      tf('aws_elasticache_cluster', 'num_cache_nodes = 2\naz_mode = "single-az" ◄'),
      cfn('AWS::ElastiCache::ReplicationGroup', 'MultiAZEnabled: false ◄'),
      cfn('AWS::ElastiCache::CacheCluster ◄', 'Engine: memcached\nNumCacheNodes: 3'),
    ],
    good: [
      tf('aws_elasticache_cluster', 'num_cache_nodes = 1\naz_mode = "single-az"'),
      cfn('AWS::ElastiCache::ReplicationGroup', 'MultiAZEnabled: true'),
    ],
  }),
];
