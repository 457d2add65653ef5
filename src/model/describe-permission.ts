import type { ProjectPermission } from './project-permission.js';

/** A permission in one line: what, and why. Pure. */
export function describePermission(permission: ProjectPermission): string {
  const { reason, sourceRepos = [], destinations = [], clusterResourceWhitelist = [] } = permission;
  const what = [
    ...sourceRepos,
    ...destinations.map(({ name, server, namespace = '*' }) => `${name ?? server ?? ''}/${namespace}`),
    ...clusterResourceWhitelist.map(({ group, kind }) => (group === '' ? kind : `${group}/${kind}`)),
  ];
  return `${what.join(', ')}: ${reason}`;
}
