/** Paths of the executables of a control plane. */
export interface Binaries {
  readonly etcd: string;
  readonly apiServer: string;
  readonly controllerManager: string;
  readonly scheduler: string;
  readonly kubectl: string;
  readonly kwok: string;
}

/** File names, as KUBEBUILDER_ASSETS and the official downloads have them. */
export const BINARY_NAMES: Readonly<Record<keyof Binaries, string>> = {
  etcd: 'etcd',
  apiServer: 'kube-apiserver',
  controllerManager: 'kube-controller-manager',
  scheduler: 'kube-scheduler',
  kubectl: 'kubectl',
  kwok: 'kwok',
};
