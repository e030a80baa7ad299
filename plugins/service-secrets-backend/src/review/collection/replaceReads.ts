/** The same reader, but for some of its questions. Methods stay those of the object, which may use what is private to it. */
export function replaceReads<Reader extends object>(
  reader: Reader,
  replaced: Partial<Reader>,
): Reader {
  return new Proxy(reader, {
    get(target, name) {
      if (name in replaced) return Reflect.get(replaced, name);
      const value = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
