/** The pinned versions; the go.mod files in `tools/control-plane` say the same and a test compares them. */
export const VERSIONS = {
  kubernetes: 'v1.36.2',
  etcd: 'v3.6.14',
  kwok: 'v0.8.0',
} as const;
