import type { Pack } from '../schema.ts';
import { checkNames, duplicates, type Tell } from './teller.ts';

export function checkStagesAndSituations(pack: Pack, tell: Tell): void {
  const stages = new Set(pack.stages.map((stage) => stage.id));
  checkNames(
    tell,
    stages,
    'no-such-stage',
    Object.keys(pack.lines).map((stage) => [`lines.${stage}`, stage]),
  );
  for (const stage of stages) if (!pack.lines[stage]?.length) tell(`lines.${stage}`, 'stage-without-lines');
  const situations = new Map(pack.situations.map((situation) => [situation.id, situation]));
  checkNames(tell, situations, 'no-such-situation', [
    ['hold.situation', pack.hold.situation],
    ['silence.situation', pack.silence.situation],
    ['redial.situation', pack.redial.situation],
    ['callback.situation', pack.callback.situation],
    ['callback.thirdPartySituation', pack.callback.thirdPartySituation],
  ]);
  for (const line of situations.get(pack.callback.thirdPartySituation)?.lines ?? []) {
    if (line.for !== 'other') tell(`situations.${pack.callback.thirdPartySituation}.${line.id}`, 'line-not-for-others');
  }
  const moods = new Set(pack.moods.map((mood) => mood.id));
  checkNames(
    tell,
    moods,
    'no-such-mood',
    pack.situations.map(({ id, mood }) => [`situations.${id}`, mood]),
  );
}

export function checkNamedOnce(pack: Pack, tell: Tell): void {
  for (const [path, items] of Object.entries({
    stages: pack.stages,
    scenarios: pack.scenarios,
    moods: pack.moods,
    situations: pack.situations,
    targets: pack.targets,
    departments: pack.departments,
    escalations: pack.escalations,
    worries: pack.worries,
    probes: pack.probes,
    'address.titles': pack.address.titles,
    'callback.outcomes': pack.callback.outcomes,
    'remedies.severities': pack.remedies?.severities ?? [],
    'remedies.types': pack.remedies?.types ?? [],
    'remedies.kinds': pack.remedies?.kinds ?? [],
    'quality.criteria': pack.quality?.criteria ?? [],
    'quality.measures': pack.quality?.measures ?? [],
  })) {
    for (const id of duplicates(items.map((item) => item.id))) tell(path, 'id-twice', { id });
  }
  for (const [path, items] of Object.entries({
    situations: pack.situations,
    'callback.presets': pack.callback.presets,
    escalations: pack.escalations,
  })) {
    for (const key of duplicates(items.map((item) => item.key))) tell(path, 'key-twice', { key });
  }
}
