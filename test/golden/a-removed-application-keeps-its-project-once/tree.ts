import { environment, repository, Web } from '../../model/fixtures.js';

export function tree(applications: readonly string[]) {
  const root = repository();
  const dev = environment(root, 'dev');
  for (const id of applications) new Web(root, id).overlay(dev);
  return root;
}
