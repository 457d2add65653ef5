import { Application, RawObject, type Repository, syncWave, yamlFile } from 'cdk8s-gitops';
import type { Construct } from 'constructs';

export interface BackupProps {
  /** Cron expression. */
  readonly schedule: string;
  readonly retentionDays: number;
}

/** The custom resource, typed by hand: patches of it are checked by the compiler. */
export interface BackupSchedule {
  readonly apiVersion: 'backup.example.com/v1';
  readonly kind: 'BackupSchedule';
  readonly metadata: { readonly name: string };
  readonly spec: { readonly schedule: string; readonly retentionDays: number; readonly suspend?: boolean };
}

export interface BackupHandles {
  readonly nightly: RawObject<BackupSchedule>;
}

/** A cluster add-on: the kind BackupSchedule, and the schedule every cluster has. */
export class Backup extends Application<BackupProps, BackupHandles, 'retentionDays'> {
  constructor(repository: Repository) {
    super(repository, 'backup', {
      directory: 'infrastructure',
      project: 'infrastructure',
      namespace: 'backup-system',
      base: { schedule: '0 2 * * *' },
    });
  }

  protected override resources(scope: Construct, { schedule, retentionDays }: Readonly<BackupProps>): BackupHandles {
    for (const definition of yamlFile(scope, 'definitions', './backup-schedule-crd.yaml')) syncWave(definition, -10);

    const nightly = new RawObject<BackupSchedule>(scope, 'nightly', {
      apiVersion: 'backup.example.com/v1',
      kind: 'BackupSchedule',
      metadata: { name: 'nightly' },
      spec: { schedule, retentionDays },
    });
    return { nightly };
  }
}
