import { fail, ok, type Result } from '../../base/result.ts';
import { slotsOf } from './slots.ts';
import { packSchema, type Pack, type PackLine } from './schema.ts';

/** One thing that is wrong with a pack, where, and in which way. */
export interface PackFault {
  readonly path: string;
  readonly message: string;
}

/** The slots that the desk can fill besides `case.<field>`. */
const KNOWN_SLOTS = new Set([
  'company.name',
  'company.department',
  'agent.name',
  'agent.number',
  'customer.surname',
  'customer.address',
  'customer.phone',
  'case.number',
  'contact.department',
  'contact.departmentNumber',
  'callback.due',
  'hold.reason',
  'hold.limit',
]);

/** Reads a pack of any origin. Every fault is reported at once; a pack with a fault is not used at all. */
export function readPack(raw: unknown): Result<Pack, readonly PackFault[]> {
  const parsed = packSchema.safeParse(raw);
  if (!parsed.success) {
    return fail(parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })));
  }
  const faults = crossCheck(parsed.data);
  return faults.length > 0 ? fail(faults) : ok(parsed.data);
}

function crossCheck(pack: Pack): readonly PackFault[] {
  const faults: PackFault[] = [];
  const fault = (path: string, message: string) => faults.push({ path, message });
  const stages = new Set(pack.stages.map((stage) => stage.id));
  const situations = new Set(pack.situations.map((situation) => situation.id));
  const fields = new Set([...pack.commonFields, ...pack.scenarios.flatMap((s) => s.fields)].map((field) => field.id));

  const lists: readonly (readonly [string, readonly PackLine[]])[] = [
    ...Object.entries(pack.lines).map(([stage, lines]) => [`lines.${stage}`, lines] as const),
    ...pack.situations.map((situation) => [`situations.${situation.id}`, situation.lines] as const),
    ['soothing', pack.soothing.lines],
  ];
  const seen = new Set<string>();
  for (const [path, lines] of lists) {
    for (const line of lines) {
      const at = `${path}.${line.id}`;
      if (seen.has(line.id)) fault(at, `the line id "${line.id}" is used twice`);
      seen.add(line.id);
      for (const slot of slotsOf(line.text)) {
        const known = KNOWN_SLOTS.has(slot) || (slot.startsWith('case.') && fields.has(slot.slice('case.'.length)));
        if (!known) fault(at, `no slot is called "${slot}"`);
      }
      if (/[{}]/.test(line.text.replaceAll(/\{[a-z][a-zA-Z0-9.-]*(\|[^{}|]*)?\}/g, ''))) {
        fault(at, 'a brace that is not part of a slot');
      }
    }
  }
  for (const stage of Object.keys(pack.lines)) {
    if (!stages.has(stage)) fault(`lines.${stage}`, `no stage is called "${stage}"`);
  }
  for (const stage of stages) if (!pack.lines[stage]?.length) fault(`lines.${stage}`, 'a stage without lines');
  for (const [path, situation] of [
    ['hold.situation', pack.hold.situation],
    ['silence.situation', pack.silence.situation],
    ['redial.situation', pack.redial.situation],
    ['callback.situation', pack.callback.situation],
    ['callback.thirdPartySituation', pack.callback.thirdPartySituation],
  ] as const) {
    if (!situations.has(situation)) fault(path, `no situation is called "${situation}"`);
  }
  if (!seen.has(pack.hold.consentLine)) fault('hold.consentLine', `no line is called "${pack.hold.consentLine}"`);
  if (pack.hold.warnAfterMs >= pack.hold.limitMs) fault('hold.warnAfterMs', 'the warning must come before the limit');
  if (pack.ring.best > pack.ring.limit) fault('ring.best', 'the best ring must not be after the last');
  duplicates(pack.situations.map((situation) => situation.key)).forEach((key) =>
    fault('situations', `the key "${key}" is given to two situations`),
  );
  for (const target of pack.targets) {
    if ((target.withinMs === undefined) === (target.sameDayAt === undefined)) {
      fault(`targets.${target.id}`, 'give either withinMs or sameDayAt');
    }
    if (!stages.has(target.metByStage)) fault(`targets.${target.id}`, `no stage is called "${target.metByStage}"`);
  }
  for (const field of [...pack.commonFields, ...pack.scenarios.flatMap((scenario) => scenario.fields)]) {
    if (!stages.has(field.askFrom)) fault(`fields.${field.id}`, `no stage is called "${field.askFrom}"`);
    if ((field.type === 'choice') !== (field.choices !== undefined)) {
      fault(`fields.${field.id}`, 'choices belong to fields of type choice, and only to these');
    }
  }
  const moods = new Set(pack.moods.map((mood) => mood.id));
  for (const { id, mood } of pack.situations) {
    if (mood !== undefined && !moods.has(mood)) fault(`situations.${id}`, `no mood is called "${mood}"`);
  }
  return faults;
}

function duplicates(items: readonly string[]): readonly string[] {
  return items.filter((item, index) => items.indexOf(item) !== index);
}
