import { newProgress } from '#shared/domain/contact/progress.ts';
import type { Active, Progress } from '#shared/domain/contact/state.ts';
import type { Matter } from '#shared/domain/pack/circumstances.ts';
import { allFields } from '#shared/domain/pack/vocabulary.ts';
import type { Pack, PackLine } from '#shared/domain/pack/schema.ts';
import { matter } from './desk.ts';

export interface Moment {
  readonly state: Active;
  readonly matter: Matter;
}

/** Every kind of moment of a talk with the customer: a fact is varied only where a line there depends on it. */
export function* momentsOf(pack: Pack): Generator<Moment> {
  const { holds } = newProgress('');
  const thirdParty = pack.callback.thirdPartySituation;
  const stages = pack.stages.map(({ id }) => id);
  const places: readonly (readonly [Pick<Progress, 'stage' | 'situation'>, readonly PackLine[]])[] = [
    ...stages.map((stage) => [{ stage, situation: null }, pack.lines[stage] ?? []] as const),
    ...pack.situations
      .filter(({ id }) => id !== thirdParty)
      .map(({ id, lines }) => [{ stage: stages.at(-2)!, situation: id }, lines] as const),
  ];
  const filled = (choice: number) =>
    Object.fromEntries(allFields(pack).map(({ id, choices }) => [id, choices?.at(choice) ?? 'x']));
  const forms = [{}, filled(0), filled(-1)];
  for (const [place, lines] of places) {
    const visited = stages.slice(0, stages.indexOf(place.stage) + 1);
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
                            progress: {
                              ...newProgress(place.stage),
                              ...place,
                              visited,
                              mood,
                              holds: tally,
                              callbacks,
                              department,
                            },
                          },
                        };
  }
}
