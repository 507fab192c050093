import { isGroup, type Group } from '../../base/group.ts';

/** Where something is in a pack. */
export interface Place {
  /** Names of groups and positions in lists, from the outside in. */
  readonly steps: readonly (string | number)[];
  /** What of the path leads on from there to nothing. */
  readonly rest: readonly string[];
}

/** Paths of faults leave these out: `situations.noise.noise-again` is a line of it, `scenarios.consult.product` a field. */
const INNER = ['lines', 'fields', 'steps', 'criteria'] as const;
/** `fields.facts` is a field of any form. */
const FORMS = 'fields';

/**
 * The place that a path of a fault names: groups by name, items of lists by their ids or positions. A path that leads nowhere is
 * followed as far as it goes. `last`: of two items of one id the second is meant.
 */
export function placeOf(raw: unknown, path: string, last = false): Place {
  const names = path === '' ? [] : path.split('.');
  if (names[0] === FORMS && isGroup(raw) && !Object.hasOwn(raw, FORMS)) return formField(raw, names.slice(1), last);
  return follow(raw, names, [], last);
}

function follow(value: unknown, names: readonly string[], steps: readonly (string | number)[], last: boolean): Place {
  const [name, ...rest] = names;
  if (name === undefined) return { steps, rest: [] };
  const step = stepTo(value, name, last);
  if (step !== null) return follow(memberOf(value, step), rest, [...steps, step], last);
  for (const inner of isGroup(value) ? INNER : []) {
    const place = follow(memberOf(value, inner), names, [...steps, inner], last);
    if (place.steps.length > steps.length + 1) return place;
  }
  return { steps, rest: names };
}

function formField(raw: Group, names: readonly string[], last: boolean): Place {
  const forms = Array.isArray(raw.scenarios) ? raw.scenarios.map((_, index) => ['scenarios', index, 'fields']) : [];
  const places = [['commonFields'], ...forms].map((steps) =>
    follow(
      steps.reduce<unknown>((value, step) => memberOf(value, step), raw),
      names,
      steps,
      last,
    ),
  );
  return places.find(({ rest }) => rest.length < names.length) ?? { steps: [], rest: names };
}

function stepTo(value: unknown, name: string, last: boolean): string | number | null {
  if (Array.isArray(value)) {
    const isMeant = (item: unknown): boolean => isGroup(item) && item.id === name;
    const index = last ? value.findLastIndex(isMeant) : value.findIndex(isMeant);
    if (index >= 0) return index;
    const at = /^\d{1,5}$/u.test(name) ? Number(name) : -1;
    return at >= 0 && at < value.length ? at : null;
  }
  return isGroup(value) && Object.hasOwn(value, name) ? name : null;
}

export function memberOf(value: unknown, step: string | number): unknown {
  if (Array.isArray(value)) return typeof step === 'number' ? (value as readonly unknown[])[step] : undefined;
  return isGroup(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}
