import type { Active, Progress } from '#shared/domain/contact/state.ts';
import type { Matter } from '#shared/domain/pack/circumstances.ts';
import { fieldsOf } from '#shared/domain/pack/checks/forms.ts';
import type { Pack, PackLine } from '#shared/domain/pack/schema.ts';
import { matter } from './desk.ts';

const NOTHING_YET: Omit<Progress, 'stage'> = {
  answer: null,
  party: 'customer',
  visited: [],
  situation: null,
  situationsSeen: [],
  mood: null,
  linesUsed: {},
  holds: { count: 0, totalMs: 0, longestMs: 0, overLimit: 0, lastOverLimit: false, lastReason: null },
  silences: 0,
  drops: 0,
  department: null,
  callbacks: [],
};

export interface Moment {
  readonly state: Active;
  readonly matter: Matter;
}

/** Every kind of moment of a talk with the customer: a fact is varied only where a line there depends on it. */
export function* momentsOf(pack: Pack): Generator<Moment> {
  const { holds } = NOTHING_YET;
  const thirdParty = pack.callback.thirdPartySituation;
  const [middle] = pack.stages.slice(1);
  const places: readonly (readonly [Pick<Progress, 'stage' | 'situation'>, readonly PackLine[]])[] = [
    ...pack.stages.map(({ id }) => [{ stage: id, situation: null }, pack.lines[id] ?? []] as const),
    ...pack.situations
      .filter(({ id }) => id !== thirdParty)
      .map(({ id, lines }) => [{ stage: middle!.id, situation: id }, lines] as const),
  ];
  const filled = (choice: number) =>
    Object.fromEntries(fieldsOf(pack).map(({ id, choices }) => [id, choices?.at(choice) ?? 'x']));
  const forms = [{}, filled(0), filled(-1)];
  for (const [place, lines] of places) {
    const conditions = lines.map(({ when }) => when ?? '').join(' ');
    const varied = <T>(fact: string, values: readonly T[]): readonly T[] =>
      conditions.includes(fact) ? values : values.slice(0, 1);
    for (const channel of ['call', 'chat'] as const)
      for (const direction of ['inbound', 'outbound'] as const)
        for (const scenario of varied('scenario', [null, ...pack.scenarios.map(({ id }) => id)]))
          for (const surname of varied('surname', ['unknown', 'known', 'declined'] as const))
            for (const standing of varied('customer', ['new', 'returning', 'same-day'] as const))
              for (const fields of varied('case.', forms))
                for (const mood of [null, ...pack.moods.map(({ id }) => id)])
                  for (const tally of varied('lastHold', [
                    holds,
                    { ...holds, count: 1 },
                    { ...holds, count: 1, lastOverLimit: true },
                  ]))
                    for (const callbacks of varied('callback', [[], [{ id: 'c', dueAt: 1 }]]))
                      for (const department of varied('department', [null, pack.departments[0]?.id ?? null]))
                        yield {
                          matter: matter({ surname, standing, fields }),
                          state: {
                            phase: 'active',
                            head: { channel, direction, openedAt: 0, scenario, callback: null },
                            targetsMet: [],
                            conversation:
                              channel === 'call' ? { channel, line: { kind: 'connected' } } : { channel: 'chat' },
                            progress: { ...NOTHING_YET, ...place, mood, holds: tally, callbacks, department },
                          },
                        };
  }
}
