import { anything, integer, list, openObject, record, text } from '../../manifest/shape.js';
import { DESTINATION_SHAPE, SOURCE_SHAPE, SYNC_POLICY_SHAPE } from './source-shape.js';

/**
 * `spec` of an Argo Application, with the types of the known fields. Unknown fields pass, because a newer
 * Argo CD may have them.
 */
export const APPLICATION_SHAPE = openObject(
  {
    project: text,
    source: SOURCE_SHAPE,
    sources: list(SOURCE_SHAPE),
    sourceHydrator: record,
    destination: DESTINATION_SHAPE,
    syncPolicy: SYNC_POLICY_SHAPE,
    ignoreDifferences: list(
      openObject(
        {
          group: text,
          kind: text,
          name: text,
          namespace: text,
          jsonPointers: list(text),
          jqPathExpressions: list(text),
          managedFieldsManagers: list(text),
        },
        ['kind'],
      ),
    ),
    info: list(openObject({ name: text, value: anything }, ['name', 'value'])),
    revisionHistoryLimit: integer,
  },
  ['destination'],
);
