import type { ComponentFlaw } from './component.js';

type Judge = ComponentFlaw['bad'];

/** The flag is given, with whatever value. */
export const isThere: Judge = (value) => value !== undefined;
/** One of some. */
export const is =
  (...texts: readonly string[]): Judge =>
  (value) =>
    value !== undefined && texts.includes(value);
/** None of some; undefined among them says that it may be left out. */
export const isNot =
  (...texts: readonly (string | undefined)[]): Judge =>
  (value) =>
    !texts.includes(value);
/** A list with a name in it. */
export const has =
  (name: string): Judge =>
  (value) =>
    value?.split(',').includes(name) ?? false;
/** A list that is given, and has it not; one that allows everything has a rule of its own. */
export const lacks =
  (name: string): Judge =>
  (value) =>
    value !== undefined && !has(name)(value) && !has('AlwaysAllow')(value);
/** A number below a limit. */
export const below =
  (limit: number): Judge =>
  (value) =>
    value !== undefined && /^\d{1,9}$/.test(value) && Number(value) < limit;
/** Names of ciphers that can be broken, or that keep no secrets for later: those that Go calls insecure, in `crypto/tls`. */
export const weakCipher = /_(?:RC4|3DES|NULL|MD5)_|^TLS_RSA_|_CBC_SHA256$/;
/** A list with such a cipher. */
export const weakCiphers: Judge = (value) => value?.split(',').some((name) => weakCipher.test(name)) ?? false;
/** In seconds, of a duration such as `90s`, `5m0s` or `1h`. */
export const longerThan =
  (limit: number): Judge =>
  (value) => {
    const parts = [...(value ?? '').matchAll(/(\d{1,6})([hms])/g)];
    const seconds = parts.map(
      ([, count, unit]) => Number(count) * (unit === 'h' ? 3600 : unit === 'm' ? 60 : 1),
    );
    return seconds.reduce((sum, part) => sum + part, 0) > limit;
  };
