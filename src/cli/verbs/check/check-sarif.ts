import type { CheckResult } from '../../../workflow/check.js';
import { CHECK_RULES, type Finding, type FindingPlace } from '../../../workflow/verdicts/finding.js';

/**
 * The findings as SARIF 2.1.0, which code scanning services read.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function checkSarif({ findings }: CheckResult, version: string): unknown {
  const rules = Object.entries(CHECK_RULES).map(([id, text]) => ({ id, shortDescription: { text } }));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'gitops', version, rules } },
        results: findings.map((finding) => ({
          ruleId: finding.rule,
          level: finding.level,
          message: {
            text: [finding.message, finding.detail, finding.hint].filter((part) => part !== undefined).join('. '),
          },
          ...(finding.file === undefined ? {} : { locations: [locationOf(finding.file, finding)] }),
          ...relatedLocations(finding),
        })),
      },
    ],
  };
}

/** The further places of a cause. */
function relatedLocations({ places = [] }: Finding): object {
  const locations = places.flatMap((place, id) =>
    place.file === undefined ? [] : [{ id, ...locationOf(place.file, place) }],
  );
  return locations.length === 0 ? {} : { relatedLocations: locations };
}

function locationOf(uri: string, { line, object }: FindingPlace): object {
  return {
    physicalLocation: {
      artifactLocation: { uri: encodeURI(uri) },
      ...(line === undefined ? {} : { region: { startLine: line } }),
    },
    ...(object === undefined ? {} : { logicalLocations: [{ fullyQualifiedName: object, kind: 'resource' }] }),
  };
}
