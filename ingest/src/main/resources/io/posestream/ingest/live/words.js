/** Numbers as text, and elements. */

/** In the order in which they are shown. */
export const FATES = ['POSED', 'EMPTY', 'EXPIRED', 'UNDECODABLE', 'FAILED', 'OVERRUN', 'UNSPECIFIED'];

const counts = new Intl.NumberFormat('en');

export function frames(count) {
  return counts.format(count);
}

export function perSecond(rate) {
  return `${rate.toFixed(1)} fps`;
}

/** @param millis undefined where there is none */
export function milliseconds(millis) {
  return millis === undefined ? '– ms' : `${Math.round(millis)} ms`;
}

export function fateText(fates) {
  const some = FATES.filter((fate) => fates[fate]).map((fate) => `${fate.toLowerCase()} ${frames(fates[fate])}`);
  return some.length === 0 ? 'none yet' : some.join(', ');
}

export function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}
