import { ApiObject } from 'cdk8s';
import { GitopsError } from '../../errors.js';
import { RawObject } from '../../model/raw-object.js';
import type { Repository } from '../../model/repository.js';

/**
 * Objects made in the tree of the Repository instead of the scope that `resources` gets: nothing would ever
 * write them.
 */
export function validateStrays(repository: Repository): readonly GitopsError[] {
  return repository.node.findAll().flatMap((construct) => {
    if (!RawObject.is(construct) && !ApiObject.isApiObject(construct)) return [];
    const { path } = construct.node;
    return [
      new GitopsError(
        'MODEL_FOREIGN_CONSTRUCT',
        `the object '${path}' is made outside of resources(), so that nothing would write it`,
        {
          hint: "Make it in an Application's resources(scope, …), below the scope given there.",
          constructPath: path,
        },
      ),
    ];
  });
}
