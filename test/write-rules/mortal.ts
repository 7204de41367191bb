/** Every call is refused once the process is dead. */
export function mortal<T extends object>(part: T, check: () => void): T {
  return new Proxy(part, {
    get(target, name, receiver) {
      const member = Reflect.get(target, name, receiver) as unknown;
      if (typeof member !== 'function') return member;
      return async (...args: unknown[]) => {
        check();
        return member.apply(target, args);
      };
    },
  });
}
