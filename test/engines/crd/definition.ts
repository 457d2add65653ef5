import type { KubeObject } from '../../../src/manifest/kube-object.js';

const SPEC = {
  type: 'object',
  required: ['size'],
  properties: {
    size: { type: 'integer', minimum: 1, maximum: 10 },
    mode: { type: 'string', enum: ['fast', 'safe'], default: 'safe' },
    port: { 'x-kubernetes-int-or-string': true },
    host: { type: 'string', pattern: '^[a-z.]+$', maxLength: 20 },
    until: { type: 'string', format: 'date-time' },
    free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    tags: { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'string' } },
    parts: {
      type: 'array',
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['name'],
      items: {
        type: 'object',
        required: ['name'],
        properties: { name: { type: 'string' }, weight: { type: 'integer' } },
      },
    },
    embedded: { type: 'object', 'x-kubernetes-embedded-resource': true, 'x-kubernetes-preserve-unknown-fields': true },
    either: {
      type: 'object',
      properties: { a: { type: 'string' }, b: { type: 'string' } },
      oneOf: [{ required: ['a'] }, { required: ['b'] }],
    },
    empty: { type: 'string', nullable: true },
    least: { type: 'integer' },
    most: { type: 'integer' },
  },
  'x-kubernetes-validations': [
    { rule: '!has(self.least) || !has(self.most) || self.least <= self.most', message: 'least is above most' },
    { rule: "!has(self.host) || !self.host.endsWith('.invalid')", messageExpression: "'no host: ' + self.host" },
  ],
};

/** A kind with one of everything that a schema can ask for. */
export function widgetDefinition(group: string, spec: Readonly<Record<string, unknown>> = SPEC): KubeObject {
  const schema = {
    openAPIV3Schema: {
      type: 'object',
      properties: { spec, status: { type: 'object', properties: { done: { type: 'boolean' } } } },
    },
  };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `widgets.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { plural: 'widgets', singular: 'widget', kind: 'Widget', listKind: 'WidgetList' },
      versions: [{ name: 'v1', served: true, storage: true, subresources: { status: {} }, schema }],
    },
  };
}

export function widget(group: string, spec: unknown, more: Readonly<Record<string, unknown>> = {}): KubeObject {
  const { metadata, ...rest } = more;
  return {
    apiVersion: `${group}/v1`,
    kind: 'Widget',
    metadata: { name: 'x', ...(metadata as object | undefined) },
    spec,
    ...rest,
  };
}
