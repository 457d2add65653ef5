import { join } from 'node:path';
import ts from 'typescript';

// Removing or renaming one of these breaks users; adding one is a promise. Both want an entry in
// CHANGELOG.md.
const PUBLIC: Readonly<Record<string, { readonly values: string; readonly types: string }>> = {
  'src/index.ts': {
    values: `ANNOTATION AppProject Application Cluster Environment FileSet GitopsError LABEL RawObject Repository SyncPolicy
      jsonPatch patch remove syncWave yamlFile`,
    types: `AppProjectProps ApplicationDestination ApplicationProps ApplicationSource ApplicationSyncPolicy ArgoAppProject ArgoApplication
      AutomatedSyncPolicyProps BaseProps ClusterOverride ClusterProps BuildContext DeletionPolicy EksClusterProps EnvironmentSettings
      EnvironmentProps ErrorCode FunctionHealthRule CelHealthRule CelExpressions LuaHealthRule HealthJudge HealthFinding GitopsErrorChange GitopsErrorContext GroupKind HealthRule HealthRules HealthStatus IgnoreDifferences ImagePin JsonPatchOperation KnownErrorCode KubeObject
      KubeconfigClusterProps ManifestOf MovedApplication ObjectMetadata ObjectSelector Overlay OverlayProps OwnershipUnit Patch PatchOf
      Pins PropsOverride RepositoryProps RetryPolicy SourceLocation ArgoSyncOptions SyncPolicyProps`,
  },
  'src/testing.ts': {
    values: 'createLocalUser listLocalClusters localPaths startLocalCluster stopLocalCluster',
    types: `ClusterInspection ClusterState CreateLocalUserOptions LocalCluster LocalClusterEvent LocalClusterListener LocalClusterStatus
      LocalPaths ProcessStatus StartLocalClusterOptions StartOutcome StartedLocalCluster StopLocalClusterOptions`,
  },
};

const ROOT = join(import.meta.dirname, '..');
let program: ts.Program;

beforeAll(() => {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile) as { readonly config: object };
  const files = Object.keys(PUBLIC).map((file) => join(ROOT, file));
  const { options } = ts.parseJsonConfigFileContent({ ...config, files, include: [] }, ts.sys, ROOT);
  program = ts.createProgram(files, options);
});

test.each(Object.entries(PUBLIC))(
  '%s exports what is listed here, and nothing else',
  (file, { values, types }) => {
    expect(exportsOf(file)).toEqual({ values: words(values), types: [...words(types)].sort() });
  },
  120_000,
);

/**
 * Names that a module exports, those that exist when it runs apart from those that only the type checker
 * knows.
 */
function exportsOf(file: string): { readonly values: readonly string[]; readonly types: readonly string[] } {
  const checker = program.getTypeChecker();
  const symbols = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(join(ROOT, file))!)!);
  const isValue = (symbol: ts.Symbol): boolean => {
    const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    return (target.flags & ts.SymbolFlags.Value) !== 0 && !(symbol.declarations ?? []).some(isTypeOnly);
  };
  const namesOf = (kept: readonly ts.Symbol[]) => kept.map(({ name }) => name).sort();
  return { values: namesOf(symbols.filter(isValue)), types: namesOf(symbols.filter((symbol) => !isValue(symbol))) };
}

function isTypeOnly(declaration: ts.Declaration): boolean {
  return ts.isExportSpecifier(declaration) && ts.isTypeOnlyExportDeclaration(declaration);
}

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}
