import type { TerraformRule } from '../../formats/terraform.js';

export const awsDatabasePublic: TerraformRule = {
  id: 'terraform-aws-database-public',
  title: 'Database with a public address',
  severity: 'high',
  confidence: 'high',
  cwe: [668],
  asvs: [],
  languages: ['terraform'],
  description: `\`publicly_accessible\` gives the database an address on the internet. Its security group and its passwords are
then the only things between anyone and the data.`,
  remediation: `Set \`publicly_accessible = false\`, keep the database in private subnets, and connect through the network of the application or a VPN.`,
  references: [
    'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-2',
  ],
  examples: {
    bad: [
      {
        path: 'database.tf',
        text: `resource "aws_db_instance" "orders" {
  engine              = "postgres"
  publicly_accessible = true ◄
}
`,
      },
      {
        path: 'warehouse.tf',
        text: `locals {
  reachable = true
}

resource "aws_redshift_cluster" "warehouse" {
  cluster_identifier  = "warehouse"
  publicly_accessible = local.reachable ◄
}
`,
      },
    ],
    good: [
      {
        path: 'database.tf',
        text: 'resource "aws_db_instance" "orders" {\n  engine              = "postgres"\n  publicly_accessible = false\n}\n',
      },
      {
        path: 'database.tf',
        text: 'resource "aws_rds_cluster_instance" "orders" {\n  engine              = "aurora-postgresql"\n  publicly_accessible = var.public\n}\n',
      },
    ],
  },
  resources: [
    'aws_db_instance',
    'aws_rds_cluster_instance',
    'aws_redshift_cluster',
    'aws_dms_replication_instance',
    'aws_neptune_cluster_instance',
  ],
  *check(resource) {
    const open = resource.get('publicly_accessible');
    if (open?.boolean === true)
      yield {
        message: `\`${resource.name}\` gets an address on the internet.`,
        span: open.span,
        scope: resource.address,
        anchor: 'publicly_accessible',
      };
  },
};
