/** The fields that have a value. A field that is undefined is left out, as `JSON.stringify` leaves it out. */
export function defined<T extends object>(
  value: T,
): { [Key in keyof T as undefined extends T[Key] ? never : Key]: T[Key] } & {
  [Key in keyof T as undefined extends T[Key] ? Key : never]?: Exclude<T[Key], undefined>;
} {
  // Only fields without a value are left out.
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as never;
}
