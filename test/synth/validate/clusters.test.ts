import { Cluster } from '../../../src/model/cluster.js';
import { Environment } from '../../../src/model/environment.js';
import { collect } from '../../../src/synth/collect.js';
import { writtenTargets } from '../../../src/synth/target.js';
import { validateClusters } from '../../../src/synth/validate/clusters.js';
import { messages, repository, Web } from '../../model/fixtures.js';

test('clusters of one name, fields against the props and namespaces that are not managed are told at their lines', () => {
  const root = repository();
  const secret = {
    metadata: { name: 'x' },
    stringData: { server: 'https://x' },
    config: { awsAuthConfig: { clusterName: 'x' } },
  };
  const here = Cluster.inCluster(root, 'here', { namespaces: ['a', 'b'], secret });
  const twin = Cluster.kubeconfig(root, 'twin', { context: 'twin', destinationName: 'here', namespaces: ['web'] });
  new Web(root).overlay(new Environment(root, 'prod', { clusters: [here, twin] }));

  const problems = validateClusters(root, collect(root).applications.flatMap(writtenTargets));

  expect(messages(problems)).toEqual([
    "MODEL_INVALID_VALUE: secret sets 'metadata.name', which synth writes itself with another value",
    "MODEL_INVALID_VALUE: secret sets 'stringData.server', which synth writes itself with another value",
    "MODEL_DUPLICATE: Argo CD would know the clusters 'here' and 'twin' as 'here'",
    "MODEL_INVALID_VALUE: 'web/prod' goes to the namespace 'web', which Argo CD does not manage on the cluster 'here'",
  ]);
  for (const { source } of problems) expect(source?.file).toMatch(/clusters\.test\.ts$/);
});
