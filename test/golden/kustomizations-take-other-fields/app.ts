import { environment, repository, Web } from '../../model/fixtures.js';

export default function build() {
  const root = repository({ rootApplication: false });
  const web = new Web(root, 'web', { kustomization: { commonAnnotations: { 'example.com/owner': 'shop' } } });
  web.overlay(environment(root, 'dev'));
  web.overlay(environment(root, 'prod'), {
    props: { replicas: 3 },
    kustomization: {
      namePrefix: 'prod-',
      configMapGenerator: [{ name: 'banner', literals: ['text=welcome'] }],
      generatorOptions: { disableNameSuffixHash: true },
    },
  });
  return root;
}
