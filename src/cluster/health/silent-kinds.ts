/** Groups and kinds whose definition has a status that nobody writes: waiting for one would be in vain. */
const SILENT: readonly RegExp[] = [
  /^(networking|security|telemetry|extensions)\.istio\.io\//,
  /^monitoring\.coreos\.com\/(ServiceMonitor|PodMonitor|Probe|PrometheusRule|ScrapeConfig|AlertmanagerConfig)$/,
  /^generators\.external-secrets\.io\//,
  /^argoproj\.io\/(AppProject|AnalysisTemplate|ClusterAnalysisTemplate|WorkflowTemplate|ClusterWorkflowTemplate)$/,
  /^keda\.sh\/(TriggerAuthentication|ClusterTriggerAuthentication)$/,
  /^kafka\.strimzi\.io\/KafkaNodePool$/,
  /^cilium\.io\//,
];

/** True for kinds whose controllers say nothing by design. */
export function isSilent(group: string, kind: string): boolean {
  return SILENT.some((pattern) => pattern.test(`${group}/${kind}`));
}
