import { fail, ok, type Result } from '../../base/result.ts';
import type { PackFault, PackFaultCode } from './fault.ts';
import { packSchema, type Pack, type PackLine } from './schema.ts';
import { schemaFault } from './schema-fault.ts';
import { slotsOf } from './slots.ts';

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
  'hold.lastReason',
  'hold.limit',
]);

/** All that somebody else than the customer may hear: who calls, and for whom (R-OUT-1, R-OUT-3). */
const SLOTS_FOR_ANYBODY = new Set([
  'company.name',
  'company.department',
  'agent.name',
  'agent.number',
  'customer.surname',
  'customer.address',
]);

/** Reads a pack of any origin. Every fault is reported at once; a pack with a fault is not used at all. */
export function readPack(raw: unknown): Result<Pack, readonly PackFault[]> {
  const parsed = packSchema.safeParse(raw);
  if (!parsed.success) {
    return fail(parsed.error.issues.map((issue) => schemaFault(issue, raw)));
  }
  const faults = crossCheck(parsed.data);
  return faults.length > 0 ? fail(faults) : ok(parsed.data);
}

type Fault = (path: string, code: PackFaultCode, facts?: PackFault['facts']) => void;

function crossCheck(pack: Pack): readonly PackFault[] {
  const faults: PackFault[] = [];
  const fault: Fault = (path, code, facts) =>
    void faults.push(facts === undefined ? { path, code } : { path, code, facts });
  checkLines(pack, fault);
  checkStagesAndSituations(pack, fault);
  checkForms(pack, fault);
  checkLimits(pack, fault);
  checkNamedOnce(pack, fault);
  return faults;
}

function checkLines(pack: Pack, fault: Fault): void {
  const scenarios = new Set(pack.scenarios.map((scenario) => scenario.id));
  const fields = new Set([...pack.commonFields, ...pack.scenarios.flatMap((s) => s.fields)].map((field) => field.id));
  const lists: readonly (readonly [string, readonly PackLine[]])[] = [
    ...Object.entries(pack.lines).map(([stage, lines]) => [`lines.${stage}`, lines] as const),
    ...pack.situations.map((situation) => [`situations.${situation.id}`, situation.lines] as const),
    ['soothing', pack.soothing.lines],
  ];
  const seen = new Map<string, PackLine>();
  for (const [path, lines] of lists) {
    for (const line of lines) {
      const at = `${path}.${line.id}`;
      if (seen.has(line.id)) fault(at, 'id-twice', { id: line.id });
      seen.set(line.id, line);
      for (const slot of slotsOf(line.text)) {
        const known = KNOWN_SLOTS.has(slot) || (slot.startsWith('case.') && fields.has(slot.slice('case.'.length)));
        if (!known) fault(at, 'no-such-slot', { name: slot });
        if (line.when?.party === 'other' && !SLOTS_FOR_ANYBODY.has(slot)) {
          fault(at, 'slot-not-for-others', { name: slot });
        }
      }
      if (/[{}]/.test(line.text.replaceAll(/\{[a-z][a-zA-Z0-9.-]*(\|[^{}|]*)?\}/g, ''))) {
        fault(at, 'stray-brace');
      }
      for (const scenario of line.when?.scenarios ?? []) {
        if (!scenarios.has(scenario)) fault(at, 'no-such-scenario', { name: scenario });
      }
    }
  }
  const consent = seen.get(pack.hold.consentLine);
  if (consent === undefined) fault('hold.consentLine', 'no-such-line', { name: pack.hold.consentLine });
  else if (consent.effect !== 'start-hold') fault('hold.consentLine', 'consent-starts-no-hold');
}

function checkStagesAndSituations(pack: Pack, fault: Fault): void {
  const stages = new Set(pack.stages.map((stage) => stage.id));
  for (const stage of Object.keys(pack.lines)) {
    if (!stages.has(stage)) fault(`lines.${stage}`, 'no-such-stage', { name: stage });
  }
  for (const stage of stages) if (!pack.lines[stage]?.length) fault(`lines.${stage}`, 'stage-without-lines');
  const situations = new Map(pack.situations.map((situation) => [situation.id, situation]));
  for (const [path, situation] of [
    ['hold.situation', pack.hold.situation],
    ['silence.situation', pack.silence.situation],
    ['redial.situation', pack.redial.situation],
    ['callback.situation', pack.callback.situation],
    ['callback.thirdPartySituation', pack.callback.thirdPartySituation],
  ] as const) {
    if (!situations.has(situation)) fault(path, 'no-such-situation', { name: situation });
  }
  for (const line of situations.get(pack.callback.thirdPartySituation)?.lines ?? []) {
    if (line.when?.party !== 'other') {
      fault(`situations.${pack.callback.thirdPartySituation}.${line.id}`, 'line-not-for-others');
    }
  }
  const moods = new Set(pack.moods.map((mood) => mood.id));
  for (const { id, mood } of pack.situations) {
    if (mood !== undefined && !moods.has(mood)) fault(`situations.${id}`, 'no-such-mood', { name: mood });
  }
}

function checkForms(pack: Pack, fault: Fault): void {
  const stages = new Set(pack.stages.map((stage) => stage.id));
  for (const field of [...pack.commonFields, ...pack.scenarios.flatMap((scenario) => scenario.fields)]) {
    if (!stages.has(field.askFrom)) fault(`fields.${field.id}`, 'no-such-stage', { name: field.askFrom });
    if ((field.type === 'choice') !== (field.choices !== undefined)) {
      fault(`fields.${field.id}`, 'choices-misplaced');
    }
  }
  for (const scenario of pack.scenarios) {
    for (const field of duplicates([...scenario.fields, ...pack.commonFields].map(({ id }) => id))) {
      fault(`scenarios.${scenario.id}`, 'field-twice', { id: field });
    }
  }
}

function checkLimits(pack: Pack, fault: Fault): void {
  if (pack.hold.warnAfterMs >= pack.hold.limitMs) fault('hold.warnAfterMs', 'warning-after-limit');
  if (pack.ring.best > pack.ring.limit) fault('ring.best', 'best-ring-after-last');
  const stages = new Set(pack.stages.map((stage) => stage.id));
  const scenarios = new Set(pack.scenarios.map((scenario) => scenario.id));
  for (const target of pack.targets) {
    const at = `targets.${target.id}`;
    if ((target.withinMs === undefined) === (target.sameDayAt === undefined)) fault(at, 'not-one-deadline');
    if (!stages.has(target.metByStage)) fault(at, 'no-such-stage', { name: target.metByStage });
    if (target.scenario !== undefined && !scenarios.has(target.scenario)) {
      fault(at, 'no-such-scenario', { name: target.scenario });
    }
  }
  for (const [path, pattern] of Object.entries({
    withSurname: pack.address.withSurname,
    titleOnly: pack.address.titleOnly,
    unknown: pack.address.unknown,
  })) {
    if (/[{}]/.test(pattern.replaceAll(/\{(surname|title)\}/g, ''))) {
      fault(`address.${path}`, 'not-a-slot-of-addresses');
    }
  }
}

function checkNamedOnce(pack: Pack, fault: Fault): void {
  for (const [path, items] of Object.entries({
    stages: pack.stages,
    scenarios: pack.scenarios,
    moods: pack.moods,
    situations: pack.situations,
    targets: pack.targets,
    departments: pack.departments,
    'address.titles': pack.address.titles,
    'callback.outcomes': pack.callback.outcomes,
  })) {
    for (const id of duplicates(items.map((item) => item.id))) fault(path, 'id-twice', { id });
  }
  for (const key of duplicates(pack.situations.map((situation) => situation.key))) {
    fault('situations', 'key-twice', { key });
  }
  for (const key of duplicates(pack.callback.presets.map((preset) => preset.key))) {
    fault('callback.presets', 'key-twice', { key });
  }
}

function duplicates(items: readonly string[]): readonly string[] {
  return items.filter((item, index) => items.indexOf(item) !== index);
}
