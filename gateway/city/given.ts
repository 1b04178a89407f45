/** The keys of `T` that may be absent or undefined. */
type Loose<T> = { [K in keyof T]-?: undefined extends T[K] ? K : never }[keyof T];

/** What is given of some values: an optional property of the model is absent, never undefined. */
export function given<T extends object>(
  values: T,
): { [K in Exclude<keyof T, Loose<T>>]: T[K] } & { [K in Loose<T>]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as ReturnType<typeof given<T>>;
}
