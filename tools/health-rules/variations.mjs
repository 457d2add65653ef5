/**
 * An object as its controller might also report it, in one step: each condition True, False, Unknown or
 * absent, each field of the status absent, a truth value turned, a generation that nobody has seen.
 *
 * @param object a live object
 * @returns `{ says, object }` of each
 */
export function variationsOf(object) {
  const { status, metadata = {} } = object;
  const generation = (metadata.generation ?? 1) + 1;
  const newer = { says: 'newer generation', object: { ...object, metadata: { ...metadata, generation } } };
  if (status === null || typeof status !== 'object') return [newer];
  const withStatus = (says, value) => ({ says, object: { ...object, status: value } });
  const fields = Object.entries(status).flatMap(([name, value]) => {
    const { [name]: _, ...others } = status;
    return [
      withStatus(`without status.${name}`, others),
      ...(typeof value === 'boolean' ? [withStatus(`status.${name} ${!value}`, { ...status, [name]: !value })] : []),
      ...(typeof value === 'number' ? [withStatus(`status.${name} 0`, { ...status, [name]: 0 })] : []),
    ];
  });
  const conditions = Array.isArray(status.conditions) ? status.conditions : [];
  const turned = conditions.flatMap((condition, index) => {
    const replaced = (...list) => ({ ...status, conditions: conditions.toSpliced(index, 1, ...list) });
    const states = ['True', 'False', 'Unknown'].filter((state) => state !== condition?.status);
    return [
      withStatus(`without condition ${condition?.type}`, replaced()),
      ...states.map((state) => withStatus(`${condition?.type}=${state}`, replaced({ ...condition, status: state }))),
    ];
  });
  return [newer, withStatus('without a status', undefined), ...fields, ...turned];
}
