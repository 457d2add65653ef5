/** Where a run of the tests makes its folder: in memory, where that has room; `chosen` by the user otherwise. */
export function temporaryParent(chosen?: string): string;
