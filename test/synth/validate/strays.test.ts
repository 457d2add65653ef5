import { ApiObject, Chart } from 'cdk8s';
import { Application } from '../../../src/model/application.js';
import { RawObject } from '../../../src/model/raw-object.js';
import type { Repository } from '../../../src/model/repository.js';
import { collect } from '../../../src/synth/collect.js';
import { validateStrays } from '../../../src/synth/validate/strays.js';
import { environment, messages, repository, Web } from '../../model/fixtures.js';

const CONFIG = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' } };

test('objects made in the constructor of an Application, or with `this` for the scope, are refused: they would be lost', () => {
  const root = repository();
  class Careless extends Application {
    constructor(parent: Repository) {
      super(parent, 'careless', {});
      new ApiObject(new Chart(this, 'chart'), 'settings', CONFIG);
    }

    protected override resources() {
      new RawObject(this, 'web', CONFIG);
    }
  }
  new Careless(root).overlay(environment(root, 'dev'));
  collect(root);

  expect(messages(validateStrays(root))).toEqual([
    "MODEL_FOREIGN_CONSTRUCT: the object 'careless/chart/settings' is made outside of resources(), so that nothing would write it",
    "MODEL_FOREIGN_CONSTRUCT: the object 'careless/web' is made outside of resources(), so that nothing would write it",
  ]);
});

test('objects made in the scope that resources() gets are no strays', () => {
  const root = repository();
  new Web(root).overlay(environment(root, 'dev'));
  collect(root);

  expect(validateStrays(root)).toEqual([]);
});
