import { argoUrl } from '../../src/host/address.js';

test.each([
  ['https://git.example.com/shop/gitops.git', 'https://git.example.com/shop/gitops.git'],
  ['https://ci:glpat-secret@git.example.com/shop/gitops.git', 'https://git.example.com/shop/gitops.git'],
  ['https://ghp_secret@github.com/shop/gitops', 'https://github.com/shop/gitops'],
  ['https://user:p@ss:w@rd@git.example.com/shop/gitops.git', 'https://git.example.com/shop/gitops.git'],
  ['https://git.example.com/shop/gitops.git?private_token=secret', 'https://git.example.com/shop/gitops.git'],
  ['git@github.com:shop/gitops.git', 'git@github.com:shop/gitops.git'],
  ['org-1234@github.com:shop/gitops.git', 'org-1234@github.com:shop/gitops.git'],
  ['github.com:shop/gitops.git', 'git@github.com:shop/gitops.git'],
  ['ssh://git:secret@git.example.com:2222/shop/gitops.git', 'ssh://git@git.example.com:2222/shop/gitops.git'],
  ['git+ssh://git@git.example.com/shop/gitops.git', 'ssh://git@git.example.com/shop/gitops.git'],
  ['codecommit::eu-central-1://deploy@gitops', 'https://git-codecommit.eu-central-1.amazonaws.com/v1/repos/gitops'],
  ['codecommit::cn-north-1://gitops', 'https://git-codecommit.cn-north-1.amazonaws.com.cn/v1/repos/gitops'],
  ['work:shop/gitops.git', undefined],
  ['C:\\repositories\\gitops', undefined],
  ['/srv/git/gitops.git', undefined],
  ['../gitops', undefined],
  ['file:///srv/git/gitops.git', undefined],
  ['codecommit://gitops', undefined],
  ['https://', undefined],
  ['', undefined],
])('%s → %s', (remote, expected) => {
  expect(argoUrl(remote)).toBe(expected);
});
