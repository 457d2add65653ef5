import { parseAccessFile } from '../../../src/cluster/access/access-file.js';
import { GitopsError } from '../../../src/errors.js';

const KNOWN = ['prod', 'dev', 'lab', 'ci'];

test('reads ways in, with kubeconfig paths relative to the file', () => {
  const text = `
clusters:
  prod: { eks: { profile: deploy, roleArn: 'arn:aws:iam::111122223333:role/r', region: eu-west-1 }, uid: 0a }
  dev: { kubeconfig: ../kube/dev.yaml, context: dev, sharedWith: [lab] }
  lab: { kubeconfig: /etc/lab.yaml }
  ci: { inCluster: true }
`;

  expect(parseAccessFile(text, '/home/me/access/clusters.yaml', KNOWN)).toEqual({
    clusters: {
      prod: { eks: { profile: 'deploy', roleArn: 'arn:aws:iam::111122223333:role/r', region: 'eu-west-1' }, uid: '0a' },
      dev: { kubeconfig: '/home/me/kube/dev.yaml', context: 'dev', sharedWith: ['lab'] },
      lab: { kubeconfig: '/etc/lab.yaml' },
      ci: { inCluster: true },
    },
  });
});

test('an Argo CD whose cluster Secrets are used, and commands in place of theirs', () => {
  const text = `
argocd: { kubeconfig: hub.yaml, context: hub, namespace: gitops }
clusters:
  prod: { exec: { command: ./token, args: [a, b], env: { REGION: eu } }, server: 'https://prod.example.com' }
  dev: { exec: { command: token, apiVersion: client.authentication.k8s.io/v1beta1, provideClusterInfo: true } }
`;

  expect(parseAccessFile(text, '/home/me/access.yaml', KNOWN)).toEqual({
    argocd: { kubeconfig: '/home/me/hub.yaml', context: 'hub', namespace: 'gitops' },
    clusters: {
      prod: {
        exec: { command: '/home/me/token', args: ['a', 'b'], env: [{ name: 'REGION', value: 'eu' }] },
        server: 'https://prod.example.com',
      },
      dev: {
        exec: {
          command: 'token',
          args: [],
          env: [],
          apiVersion: 'client.authentication.k8s.io/v1beta1',
          provideClusterInfo: true,
        },
      },
    },
  });
  expect(parseAccessFile('argocd: { secrets: clusters.yaml }', '/home/me/access.yaml', KNOWN)).toEqual({
    argocd: { secrets: '/home/me/clusters.yaml' },
    clusters: {},
  });
});

test('all problems of commands and of Argo CD are told too', () => {
  const text = `
argocd: { contxt: hub, inCluster: true, secrets: a.yaml }
clusters:
  prod: { exec: { args: [a] } }
  dev: { exec: { command: token, args: [1], env: { TOKEN: 1 }, shell: true } }
  lab: { context: lab, server: 'https://lab.example.com' }
  ci: { exec: { command: token }, server: 'http://ci.example.com' }
`;

  expect(problemsOf(() => parseAccessFile(text, 'access.yaml', KNOWN))).toEqual([
    "the access file 'access.yaml' cannot be used: argocd.contxt is not a known field",
    "the access file 'access.yaml' cannot be used: clusters.prod.exec.command is missing",
    "the access file 'access.yaml' cannot be used: clusters.dev.exec.args[0] is not a text",
    "the access file 'access.yaml' cannot be used: clusters.dev.exec.env.TOKEN is not a text",
    "the access file 'access.yaml' cannot be used: clusters.dev.exec.shell is not a known field",
    "the access file 'access.yaml' has 'clusters.lab.server', which is of use to exec only",
    "the access file 'access.yaml' cannot be used: clusters.ci.server is not an https address",
  ]);
});

test('JSON is read too', () => {
  expect(parseAccessFile('{"clusters": {"dev": {"context": "dev"}}}', 'a.json', KNOWN)).toEqual({
    clusters: { dev: { context: 'dev' } },
  });
});

test('another repository may call a shared cluster as it likes', () => {
  const text = 'clusters: { lab: { context: lab, sharedWith: [prod-of-the-platform-team] } }';

  expect(parseAccessFile(text, 'a.yaml', KNOWN).clusters).toEqual({
    lab: { context: 'lab', sharedWith: ['prod-of-the-platform-team'] },
  });
});

test('all problems are told at once, with the place', () => {
  const text = `
clusters:
  prd: { context: x }
  prod: { contxt: y, inCluster: yes please }
  dev: { context: a, inCluster: true }
  lab: { sharedWith: nope, eks: { regio: x } }
  ci:
`;

  const problems = problemsOf(() => parseAccessFile(text, 'access.yaml', KNOWN));

  expect(problems).toEqual([
    "the access file 'access.yaml' names the cluster 'prd', which the repository does not have",
    "the access file 'access.yaml' cannot be used: clusters.prod.contxt is not a known field",
    "the access file 'access.yaml' cannot be used: clusters.prod.inCluster is neither true nor false",
    "the access file 'access.yaml' gives more than one way in for 'clusters.dev'",
    "the access file 'access.yaml' cannot be used: clusters.lab.sharedWith is not a list",
    "the access file 'access.yaml' cannot be used: clusters.lab.eks.regio is not a known field",
    "the access file 'access.yaml' cannot be used: clusters.ci is missing",
  ]);
});

test.each<[text: string, problem: string]>([
  ['extra: 1\nclusters: {}', 'extra is not a known field'],
  ['clusters: []', 'clusters is not a mapping'],
  ['argocd: hub', 'argocd is not a mapping'],
  ['argocd: ~', 'argocd is null'],
  ['argocd: { namespace: 1 }', 'argocd.namespace is not a text'],
  ["clusters: { prod: { context: '' } }", 'clusters.prod.context is empty'],
  ['clusters: { prod: { eks: default } }', 'clusters.prod.eks is not a mapping'],
  ['clusters: { prod: { uid: [a] } }', 'clusters.prod.uid is not a text'],
])('%j is refused', (text, problem) => {
  expect(problemsOf(() => parseAccessFile(text, 'access.yaml', KNOWN))).toEqual([
    `the access file 'access.yaml' cannot be used: ${problem}`,
  ]);
});

test('an Argo CD has one way in', () => {
  expect(problemsOf(() => parseAccessFile('argocd: { inCluster: true, secrets: a.yaml }', 'access.yaml'))).toEqual([
    "the access file 'access.yaml' gives more than one way in for 'argocd'",
  ]);
});

test.each(['', '[]', 'prod: {}', 'clusters: {}\n---\nclusters: {}'])(
  'a file without clusters is refused: %j',
  (text) => {
    expect(problemsOf(() => parseAccessFile(text, 'access.yaml', KNOWN))).toEqual([
      "the access file 'access.yaml' has no 'clusters'",
    ]);
  },
);

function problemsOf(work: () => unknown): string[] {
  try {
    work();
  } catch (error) {
    if (GitopsError.is(error))
      return (error.problems.length > 0 ? error.problems : [error]).map(({ message }) => message);
  }
  return [];
}
