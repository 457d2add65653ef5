import { Application, AppProject, RawObject, type Repository, syncWave, yamlFile } from 'cdk8s-gitops';
import type { Construct } from 'constructs';
import { environment, repository } from '../../model/fixtures.js';

class Widgets extends Application<{ readonly size?: number }> {
  constructor(root: Repository) {
    super(root, 'widgets', {
      directory: 'infrastructure',
      project: new AppProject(root, 'add-ons', {
        description: 'Cluster add-ons',
        orphanedResources: { warn: true },
      }),
    });
  }

  protected override resources(scope: Construct, { size = 1 }: { readonly size?: number }) {
    for (const definition of yamlFile(scope, 'definitions', './widget.yaml')) syncWave(definition, -5);
    new RawObject(scope, 'main', {
      apiVersion: 'example.com/v1',
      kind: 'Widget',
      metadata: { name: 'main' },
      spec: { size, empty: null },
    });
  }
}

export default function build() {
  const root = repository();
  const widgets = new Widgets(root);
  widgets.overlay(environment(root, 'dev'));
  widgets.overlay(environment(root, 'prod'), { props: { size: 3 } });
  return root;
}
