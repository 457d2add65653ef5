import type { ArgoApplication } from '../argocd/application/application.js';
import { sourceFolder } from '../argocd/application/source-folder.js';
import { sourcesOf } from '../argocd/application/sources-of.js';
import { ANNOTATION } from '../argocd/labels.js';
import { findKustomizationFile } from '../engines/kustomize/build-inputs.js';
import { openRepository } from '../git/open-repository.js';
import { compareText } from '../manifest/compare-text.js';
import { completeBuild } from '../render/kustomize/complete-build.js';
import { fetchBases } from '../render/kustomize/fetch-bases.js';
import type { RenderEngines } from '../render/render-engines.js';
import type { ResolvedSource } from '../render/source/locate-source.js';
import type { RenderWarning } from '../render/source/render-warning.js';
import type { RevisionOptions } from './api/options.js';
import { API_VERSION, type RevisionSummary } from './api/results.js';
import type { Notice } from './api/source-options.js';
import { type AcceptedFinding, judgeFindings } from './checks/accepted-findings.js';
import { checkApplicationSet } from './checks/check-application-set.js';
import { checkAssumed } from './checks/check-assumed.js';
import { checkBrought } from './checks/check-brought.js';
import { checkBuildOptions } from './checks/check-build-options.js';
import { checkClone } from './checks/check-clone.js';
import { checkClusters } from './checks/check-clusters.js';
import { checkFields } from './checks/check-fields.js';
import { checkFound } from './checks/check-found.js';
import { checkGlobalProjects } from './checks/check-global-projects.js';
import { checkIgnoredDifferences } from './checks/check-ignored-differences.js';
import { checkLinks } from './checks/check-links.js';
import { checkObjects } from './checks/check-objects.js';
import { checkOverlays } from './checks/check-overlays.js';
import { checkProjects } from './checks/check-projects.js';
import { checkReferences } from './checks/check-references.js';
import { checkTemplates } from './checks/check-templates.js';
import { checkWaves } from './checks/check-waves.js';
import { checkWords } from './checks/check-words.js';
import { groupFindings } from './checks/group-findings.js';
import { nextSteps } from './checks/next-steps.js';
import { findSuppressions, type Suppression, suppress } from './checks/suppressions.js';
import { withMissingBranch } from './checks/with-missing-branch.js';
import { renderRevision } from './desired/render-revision.js';
import { withEngines } from './desired/with-engines.js';
import { appsOfApps } from './revision/apps-of-apps.js';
import { collectNotices } from './revision/collect-notices.js';
import { type Looked, lookedAt } from './revision/looked-at.js';
import { readEach } from './revision/read-each.js';
import type { ReadOptions, RevisionFiles } from './revision/read-revision.js';
import { applicationIn } from './verdicts/application-in.js';
import { checkDestination } from './verdicts/check-destination.js';
import { type Finding, findingOf } from './verdicts/finding.js';

/** What is wrong with a repository: `check`. */
export interface CheckResult {
  readonly apiVersion: typeof API_VERSION;
  readonly kind: 'CheckResult';
  readonly revision: RevisionSummary;
  /** How many Argo Applications were looked at. */
  readonly applications: number;
  /** How many objects they yield. */
  readonly objects: number;
  /** Causes, however many places each has. */
  readonly errors: number;
  readonly warnings: number;
  /** How many places `accepted` excepts. */
  readonly accepted: number;
  /** What sources in other repositories and registries were resolved to. */
  readonly sources: readonly (ResolvedSource & { readonly application: string })[];
  /** Errors first, then by file; findings with one cause are one, with its places. */
  readonly findings: readonly Finding[];
  /** Entries of `accepted` that no finding has any more. */
  readonly unused: readonly AcceptedFinding[];
  /** The number of findings that comments next to their objects accept. */
  readonly ignored: number;
  /** Comments that except nothing any more. */
  readonly unusedComments: readonly Suppression[];
  /** What to do next, as sentences. */
  readonly next: readonly string[];
  /** What was looked at. */
  readonly looked: Looked;
  /** What a person should know and that is not a finding. */
  readonly notices: readonly Notice[];
}

export interface CheckVerbOptions extends RevisionOptions {
  /** Findings that are known and not reported. Default: none. */
  readonly accepted?: readonly AcceptedFinding[];
}

/**
 * Renders every Argo Application and says what is broken or forbidden. Needs no cluster, changes nothing.
 *
 * @throws GitopsError when the repository itself cannot be read
 */
export async function check({ accepted, ...given }: CheckVerbOptions): Promise<CheckResult> {
  const { options, notices } = collectNotices(given);
  const reading = { ...options, allowDirty: true, beside: true, inside: true, mayBeEmpty: true };
  return { ...(await withEngines(reading, (open) => checkRevision(open, accepted))), notices };
}

async function checkRevision(
  options: ReadOptions & { readonly engines: RenderEngines },
  accepted: readonly AcceptedFinding[] | undefined,
): Promise<Omit<CheckResult, 'notices'>> {
  const git = await openRepository(options.repository, { offline: options.sources?.offline });
  const reads = await readEach(git, options);
  const checked: Checked[] = [];
  for (const read of reads) checked.push(await checkOne(read, options.engines));
  const [read] = reads;
  const comments = findSuppressions(read.tree.files);
  const heard = suppress(
    [
      ...withMissingBranch(
        checked.flatMap(({ findings }) => findings),
        await checkClone(read, () => git.describeClone()),
        branchOf(read),
      ),
      ...checkLinks(read.tree),
      ...comments.findings.filter(({ file }) => isLookedAt(file, read)),
    ],
    comments.suppressions,
    read.tree.files,
  );
  const judged = judgeFindings(groupFindings([...heard.findings].sort(byImportance)), accepted ?? []);
  const count = (level: Finding['level']) => judged.findings.filter((finding) => finding.level === level).length;
  const sum = (field: 'applications' | 'objects') => checked.reduce((all, one) => all + one[field], 0);
  return {
    apiVersion: API_VERSION,
    kind: 'CheckResult',
    revision: read.revision,
    applications: sum('applications'),
    objects: sum('objects'),
    sources: checked.flatMap(({ sources }) => sources),
    errors: count('error'),
    warnings: count('warning'),
    ...judged,
    ignored: heard.ignored,
    unusedComments: options.roots === undefined ? heard.unused.filter(({ file }) => isLookedAt(file, read)) : [],
    next: nextSteps(judged.findings, accepted !== undefined),
    looked: lookedAt(read),
  };
}

function branchOf({ resources: { roots }, output }: RevisionFiles): string | undefined {
  return roots.find(({ file }) => file === `${output}/root-app.yaml`)?.resource.spec.source?.targetRevision;
}

/** What there is to say of one Argo CD. */
interface Checked extends Pick<CheckResult, 'applications' | 'findings' | 'objects' | 'sources'> {}

async function checkOne(read: RevisionFiles, engines: RenderEngines): Promise<Checked> {
  const { rendering } = await renderRevision(read, { wanted: (application) => !hasMoved(application) });
  const { roots, applicationSets } = read.resources;
  const applications = read.resources.applications.filter(({ resource }) => !hasMoved(resource));
  const destinations = new Map(applications.map((found) => [found.resource, checkDestination(found, read.resources)]));
  const rendered = rendering.rendered.flatMap((one) => {
    const destination = destinations.get(one.application);
    return destination === undefined ? [] : [{ rendered: one, destination }];
  });
  const apps = await appsOfApps(read, engines);
  const all = [
    // A forbidden repository is reported with the destination.
    ...checkBuildOptions(
      rendering.problems.filter(({ code }) => code !== 'WORKFLOW_PROJECT_FORBIDDEN').map(findingOf),
      read.resources.settings?.resource,
    ),
    ...rendering.rendered.flatMap(({ warnings }) => warnings.map(warningOf)),
    ...checkProjects(
      [
        ...[...destinations.values()].flatMap((destination) => destination.findings),
        ...roots.flatMap((found) => checkDestination(found, read.resources).findings),
      ],
      read.resources,
    ),
    ...checkObjects(
      rendered,
      roots.map(({ resource }) => resource),
    ),
    ...checkTemplates(rendered.map((one) => one.rendered)),
    ...(await overlayFindings(read, engines)),
    ...applicationSets.flatMap((found) => checkApplicationSet(found, read.resources.clusters.length > 0)),
    ...checkFields(read),
    ...checkWords(
      read,
      rendered.map((one) => one.rendered),
    ),
    ...checkFound(read),
    ...checkReferences(rendering.rendered),
    ...checkWaves(apps, read.resources),
    ...checkBrought(apps, read),
    ...(await checkIgnoredDifferences(read)),
  ];
  return {
    applications: applications.length + roots.length,
    objects: rendering.rendered.reduce((total, { objects }) => total + objects.length, 0),
    sources: rendering.rendered.flatMap(({ application, sources }) =>
      sources.filter(({ fetched }) => fetched).map((source) => ({ application: application.metadata.name, ...source })),
    ),
    findings: checkAssumed(
      checkClusters(checkGlobalProjects(all, read.resources), read.resources).map((finding) => placed(finding, read)),
      read.resources,
      read.tree.files,
    ),
  };
}

/** Comments apply in every file. Unused ones are reported only in files in which resources were searched. */
function isLookedAt(file: string | undefined, { output, beside }: RevisionFiles): boolean {
  return output === '' || beside === true || file?.startsWith(`${output}/`) === true;
}

/** A warning of each Argo Application. groupFindings joins those with one cause. */
function warningOf({ source: { file, line }, ...warning }: RenderWarning): Finding {
  return { level: 'warning', ...warning, file, line };
}

/**
 * True for an Argo Application that continues under another name, which owns its objects. Until it leaves,
 * nobody syncs it.
 */
function hasMoved({ metadata }: ArgoApplication): boolean {
  return metadata.annotations?.[ANNOTATION.movedTo] !== undefined;
}

async function overlayFindings(
  { resources, tree, isOwn, remote }: RevisionFiles,
  engines: RenderEngines,
): Promise<readonly Finding[]> {
  const sources = resources.applications
    .filter(({ resource }) => !hasMoved(resource))
    .flatMap(({ resource }) => sourcesOf(resource))
    .filter((source) => isOwn(source.repoURL));
  const folders = new Set(sources.flatMap(({ path }) => (path === undefined ? [] : [sourceFolder(path) || '.'])));
  const withBases = async (folder: string) => {
    const { files, binaries } = await completeBuild(tree, folder);
    return (await fetchBases(files, folder, { remote, binaries })).files;
  };
  return checkOverlays(engines.builtIn(), tree.files, folders, withBases);
}

/**
 * The file and line of a finding: a kustomization instead of its folder, and where the Argo CD resource is
 * named.
 */
function placed(finding: Finding, { tree: { files }, resources: { applicationSets } }: RevisionFiles): Finding {
  const file =
    finding.file === undefined || files.has(finding.file)
      ? finding.file
      : (findKustomizationFile(files, finding.file) ?? finding.file);
  const text = file === undefined ? undefined : files.get(file);
  if (file === undefined || text === undefined || finding.line !== undefined) return finding;
  const name =
    /^(?:Application|ApplicationSet|AppProject) (.+)$/.exec(finding.object ?? '')?.[1] ??
    applicationIn(finding.message);
  const lines = text.split('\n');
  const lineOfName = (one: string | undefined) => {
    const pattern = new RegExp(`[\\s{]name:\\s*["']?${literal(one ?? '')}["']?\\s*([,}].*)?$`, 's');
    return one === undefined ? -1 : lines.findIndex((line) => pattern.test(line));
  };
  const own = lineOfName(name);
  // A generated Application has no line. Its ApplicationSet has one.
  const at = own < 0 ? lineOfName(applicationSets.find((set) => set.file === file)?.resource.metadata.name) : own;
  return { ...finding, file, ...(at < 0 ? {} : { line: at + 1 }) };
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function byImportance(left: Finding, right: Finding): number {
  const key = ({ level, file = '', line = 0, rule, message }: Finding) =>
    [level, file, String(line).padStart(9, '0'), rule, message].join('\0');
  return compareText(key(left), key(right));
}
