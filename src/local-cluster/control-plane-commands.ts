import { join } from 'node:path';
import { keyStore } from './key-store.js';
import type { ProcessCommand } from './process-table.js';
import type { Binaries } from './provision/binaries.js';

/** Loopback ports of one cluster. */
export interface ControlPlanePorts {
  readonly api: number;
  readonly etcd: number;
  readonly etcdPeer: number;
  readonly controllerManager: number;
  readonly scheduler: number;
  readonly kwok: number;
}

export interface ControlPlaneOptions {
  readonly directory: string;
  readonly ports: ControlPlanePorts;
  readonly binaries: Binaries;
  /** Kubeconfig of the admin. */
  readonly kubeconfig: string;
  /** The kwok stages file. */
  readonly stages: string;
}

/** The five processes, as command lines. */
export interface ControlPlaneCommands {
  readonly etcd: ProcessCommand;
  readonly apiServer: ProcessCommand;
  readonly controllerManager: ProcessCommand;
  readonly scheduler: ProcessCommand;
  readonly kwok: ProcessCommand;
}

/** Decides how the control plane is run; starts nothing. */
export function controlPlaneCommands(options: ControlPlaneOptions): ControlPlaneCommands {
  return {
    etcd: etcd(options),
    apiServer: apiServer(options),
    controllerManager: controllerManager(options),
    scheduler: scheduler(options),
    kwok: kwok(options),
  };
}

function etcd({ directory, ports, binaries }: ControlPlaneOptions): ProcessCommand {
  const client = `http://127.0.0.1:${ports.etcd}`;
  const peer = `http://127.0.0.1:${ports.etcdPeer}`;
  const options = [
    `--data-dir=${join(directory, 'etcd')}`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=default=${peer}`,
    '--unsafe-no-fsync=true', // a throw-away cluster: it survives SIGKILL, not a power cut
    '--quota-backend-bytes=4294967296',
    '--auto-compaction-mode=periodic',
    '--auto-compaction-retention=1h',
    '--log-level=warn',
  ];
  return { name: 'etcd', executable: binaries.etcd, arguments: options };
}

function apiServer({ directory, ports, binaries }: ControlPlaneOptions): ProcessCommand {
  const keys = keyStore.directory(directory);
  const options = [
    `--etcd-servers=http://127.0.0.1:${ports.etcd}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    `--secure-port=${ports.api}`,
    `--cert-dir=${join(directory, 'apiserver')}`,
    `--tls-cert-file=${join(keys, 'apiserver.crt')}`,
    `--tls-private-key-file=${join(keys, 'apiserver.key')}`,
    `--client-ca-file=${join(keys, 'ca.crt')}`,
    '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
    `--service-account-key-file=${join(keys, 'sa.pub')}`,
    `--service-account-signing-key-file=${join(keys, 'sa.key')}`,
    '--service-cluster-ip-range=10.0.0.0/16',
    '--authorization-mode=Node,RBAC',
    '--allow-privileged=true',
    '--endpoint-reconciler-type=none',
  ];
  return { name: 'kube-apiserver', executable: binaries.apiServer, arguments: options };
}

function controllerManager({ directory, ports, binaries, kubeconfig }: ControlPlaneOptions): ProcessCommand {
  const keys = keyStore.directory(directory);
  const options = [
    `--kubeconfig=${kubeconfig}`,
    '--leader-elect=false',
    '--bind-address=127.0.0.1',
    `--secure-port=${ports.controllerManager}`,
    `--cert-dir=${join(directory, 'controller-manager')}`,
    `--root-ca-file=${join(keys, 'ca.crt')}`,
    `--service-account-private-key-file=${join(keys, 'sa.key')}`,
    '--use-service-account-credentials=false',
    '--controllers=*,-horizontal-pod-autoscaler-controller', // there are no metrics: kwok answers for autoscalers
    '--kube-api-qps=5000',
    '--kube-api-burst=10000',
    '--authorization-always-allow-paths=/healthz,/readyz,/livez,/metrics',
  ];
  return { name: 'kube-controller-manager', executable: binaries.controllerManager, arguments: options };
}

function scheduler({ directory, ports, binaries, kubeconfig }: ControlPlaneOptions): ProcessCommand {
  const options = [
    `--kubeconfig=${kubeconfig}`,
    '--leader-elect=false',
    '--bind-address=127.0.0.1',
    `--secure-port=${ports.scheduler}`,
    `--cert-dir=${join(directory, 'scheduler')}`,
    '--kube-api-qps=5000',
    '--kube-api-burst=10000',
  ];
  return { name: 'kube-scheduler', executable: binaries.scheduler, arguments: options };
}

function kwok({ ports, binaries, kubeconfig, stages }: ControlPlaneOptions): ProcessCommand {
  const options = [
    `--kubeconfig=${kubeconfig}`,
    `--config=${stages}`,
    '--manage-all-nodes=true',
    '--node-lease-duration-seconds=40',
    '--node-ip=127.0.0.1',
    `--server-address=127.0.0.1:${ports.kwok}`,
    '--v=WARN', // one line per patched pod otherwise
  ];
  return { name: 'kwok', executable: binaries.kwok, arguments: options };
}
