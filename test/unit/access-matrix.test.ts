import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Actor,
  type MichiRole,
  michiRoles,
  type PersonActor,
  type SystemActor,
  systemPurposes,
} from '../../src/platform/access/actor.ts';
import {
  type Act,
  type DataKind,
  dataKinds,
  type MatrixRow,
  matrix,
  type Relation,
  relations,
} from '../../src/platform/access/matrix.ts';
import { authorise, decide, type Subject } from '../../src/platform/access/policy.ts';

const me: PersonActor = {
  kind: 'person',
  personId: 'per_me',
  companyId: 'com_mine',
  roles: ['employee'],
  locale: 'en',
  timeZone: 'Asia/Tokyo',
};
const purposes: readonly SystemActor['purpose'][] = systemPurposes;

/** Things that stand to me in exactly one relation. */
const subjectIn: Readonly<Record<Relation, Subject>> = {
  self: { personId: 'per_me' },
  'my-report': { personId: 'per_other', managerId: 'per_me' },
  'my-manager': { personId: 'per_other', reportIds: ['per_third', 'per_me'] },
  'same-company': { personId: 'per_other', managerId: 'per_third', companyId: 'com_mine' },
  'other-company': { personId: 'per_other', managerId: null, companyId: 'com_other' },
  'whole-group': { companyId: null },
};

type Standing = MichiRole | 'leaver' | 'hr without employment';
const standings: readonly Standing[] = [...michiRoles, 'leaver', 'hr without employment'];

function withStanding(standing: Standing): PersonActor {
  switch (standing) {
    case 'leaver':
      return { ...me, roles: [] };
    case 'hr without employment':
      return { ...me, roles: ['hr'] };
    default:
      return { ...me, roles: standing === 'employee' ? ['employee'] : ['employee', standing] };
  }
}

/** What the row of the table says, read by hand so that the policy does not check itself. */
function expected(
  row: MatrixRow,
  standing: Standing,
  relation: Relation,
): 'denied' | 'allowed' | 'allowed and audited' {
  const roles = row.allow[relation] ?? [];
  const employed = standing !== 'leaver' && standing !== 'hr without employment';
  if (!employed || !(roles.includes('employee') || roles.some(role => role === standing))) {
    return 'denied';
  }
  return row.audited?.includes(relation) === true ? 'allowed and audited' : 'allowed';
}

function outcome(
  actor: Actor,
  data: DataKind,
  act: Act,
  subject?: Subject,
): 'denied' | 'allowed' | 'allowed and audited' {
  const decision = decide(actor, subject === undefined ? { data, act } : { data, act, subject });
  if (decision.kind === 'deny') {
    return 'denied';
  }
  return decision.audited ? 'allowed and audited' : 'allowed';
}

for (const row of matrix) {
  const { data, act } = row;
  describe(`to ${act} ${data}`, () => {
    for (const relation of relations) {
      for (const standing of standings) {
        const answer = expected(row, standing, relation);
        it(`of ${relation} is ${answer} for ${standing}`, () => {
          expect(outcome(withStanding(standing), data, act, subjectIn[relation])).toBe(answer);
        });
      }
    }
    for (const purpose of purposes) {
      const answer = row.system.includes(purpose) ? 'allowed' : 'denied';
      it(`is ${answer} for Michi itself when it works for ${purpose}`, () => {
        expect(outcome({ kind: 'system', purpose }, data, act, subjectIn['whole-group'])).toBe(answer);
      });
    }
  });
}

describe('the matrix', () => {
  it('speaks of every kind of data', () => {
    expect(new Set(matrix.map(row => row.data))).toEqual(new Set(dataKinds));
  });

  it('has one row for a kind of data and an act', () => {
    const keys = matrix.map(row => `${row.data}.${row.act}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('gives an administrator, an officer, a recruiter and an advisor nothing that every employee does not have', () => {
    const named = matrix.flatMap(row => Object.values(row.allow).flat());
    expect([...new Set(named)].sort()).toEqual(['employee', 'hr']);
  });

  it('lets nobody but Michi itself act on what belongs to another company, except read its name', () => {
    const elsewhere = matrix
      .filter(row => (row.allow['other-company'] ?? []).length > 0)
      .map(row => `${row.data}.${row.act}`);
    expect(elsewhere).toEqual(['company.read']);
  });

  it('knows no way to a birth date or an offer by being somebody’s manager, and none to a birth date by being anybody', () => {
    const rows = matrix.filter(row => row.data.startsWith('milestone-'));
    expect(rows.flatMap(row => [row.allow['my-report'], row.allow['my-manager']]).flat()).not.toContain('employee');
    const born = rows.filter(row => row.data === 'milestone-birth-date');
    expect(born.map(row => [row.allow, row.system])).toEqual([
      [{}, ['milestones']],
      [{}, ['milestones']],
    ]);
  });

  it('writes down every read of another person’s profile, name and skills, except the name of one’s own manager', () => {
    for (const row of matrix.filter(candidate => candidate.data.startsWith('person-') && candidate.act === 'read')) {
      const ofOthers = Object.keys(row.allow).filter(relation => relation !== 'self' && relation !== 'my-manager');
      expect(row.audited).toEqual(ofOthers);
    }
  });
});

describe('the policy', () => {
  const anySubject = fc.record(
    {
      personId: fc.constantFrom('per_me', 'per_other'),
      managerId: fc.constantFrom('per_me', 'per_other', null),
      reportIds: fc.subarray(['per_me', 'per_other'] as const),
      companyId: fc.constantFrom('com_mine', 'com_other', null),
    },
    { requiredKeys: [] },
  ) as fc.Arbitrary<Subject>; // the constants above have the form of ids

  it('denies a kind of data or an act that is not in the matrix, whoever asks', () => {
    const known = new Set(matrix.map(row => `${row.data}.${row.act}`));
    const unknown = fc.tuple(fc.string(), fc.string()).filter(([data, act]) => !known.has(`${data}.${act}`));
    fc.assert(
      fc.property(unknown, anySubject, fc.subarray([...michiRoles]), ([data, act], subject, roles) => {
        // Deliberately outside the types: this is what a programming error would hand in.
        const question = { data: data as DataKind, act: act as Act, subject };
        expect(decide({ ...me, roles }, question).kind).toBe('deny');
        expect(decide({ kind: 'system', purpose: 'import' }, question).kind).toBe('deny');
      }),
    );
  });

  it('allows in several relations at once exactly what one of them allows, and asks for no audit where one needs none', () => {
    fc.assert(
      fc.property(fc.constantFrom(...matrix), anySubject, fc.subarray([...michiRoles]), (row, subject, roles) => {
        const actor = { ...me, roles };
        const alone = relations
          .filter(relation => isIn(relation, subject))
          .map(relation => outcome(actor, row.data, row.act, subjectIn[relation]));
        const best = alone.includes('allowed')
          ? 'allowed'
          : alone.includes('allowed and audited')
            ? 'allowed and audited'
            : 'denied';
        expect(outcome(actor, row.data, row.act, subject)).toBe(best);
      }),
    );
  });

  it('denies a person who is asked about nothing in particular', () => {
    for (const row of matrix) {
      expect(outcome(withStanding('hr'), row.data, row.act)).toBe('denied');
    }
  });

  it('refuses with a code that names the rule and no person', () => {
    const refused = () => authorise(me, { data: 'person-profile', act: 'read', subject: subjectIn['same-company'] });
    expect(refused).toThrow(
      expect.objectContaining({
        code: 'access.denied',
        retry: 'never',
        detail: { rule: 'person-profile.read: same-company' },
      }),
    );
  });
});

function isIn(relation: Relation, subject: Subject): boolean {
  switch (relation) {
    case 'self':
      return subject.personId === 'per_me';
    case 'my-report':
      return subject.managerId === 'per_me';
    case 'my-manager':
      return (subject.reportIds ?? []).includes('per_me');
    case 'same-company':
      return subject.companyId === 'com_mine';
    case 'other-company':
      return subject.companyId === 'com_other';
    case 'whole-group':
      return subject.companyId === null;
  }
}
