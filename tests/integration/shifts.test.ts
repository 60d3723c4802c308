import { defaultPayloadConverter } from '@temporalio/common';
import { createToldRosters } from '../../src/models/duty/mongo-told-rosters';
import { createOrganisationRepository } from '../../src/models/organisation/organisation-store';
import { people } from '../support/api-organisation';
import { openDutyLab, type DutyLab } from '../support/duty-lab';
import { dutyWatchIdOf, type DutyWatchInput } from '../../src/workflows/duty-watch/messages';
import { openForgetfulServer } from '../support/time-skipping-server';
import { eventually } from '../support/eventually';

/** A commune's team keeps watch day and night: what its roster lacks, and what one shift leaves to the next. */

let lab: DutyLab;
beforeAll(async () => {
  lab = await openDutyLab();
  await addPeople(lab);
});
afterAll(() => lab.close());

/** Three more people of the commune's team. */
async function addPeople({ api }: DutyLab): Promise<void> {
  for (const [id, change] of Object.entries({
    chi: { phone: '+84903000011' },
    dung: { phone: '+84903000012' },
    mute: { phone: null },
  })) {
    await api.deps.users.save({ ...people.responder, id, username: id, name: `Người ${id}`, ...change });
  }
}

const team = 'response-25747';
const anna = people.responder.id;
const shift = {
  ...{ teamId: team, userId: 'mute', weekdays: [1], from: '07:00', to: '19:00', validFrom: '2021-08-01' },
};
const admin = () => lab.api.as('admin');
const hours = 60;

describe('a roster says what it lacks when it is saved, not at 3 a.m.', () => {
  const save = async (change: object = {}): Promise<[string, string | null][]> => {
    const { body } = await admin()
      .post('/api/v1/shifts')
      .send({ ...shift, ...change })
      .expect(201);
    await admin().delete(`/api/v1/shifts/${body.id}`).expect(204);
    return body.warnings.map(({ code, userId }: { code: string; userId: string | null }) => [code, userId]);
  };

  test('somebody without a phone, a closed account, nobody at all: saved, and told', async () => {
    expect(await save()).toEqual([['no-phone', 'mute']]);
    await lab.api.deps.users.save({ ...people.responder, id: 'gone', username: 'gone', active: false });
    expect(await save({ userId: 'gone' })).toEqual([['person-inactive', 'gone']]);
    expect(await save({ userId: null })).toEqual([['no-person', null]]);
    expect(await save({ userId: anna })).toEqual([]);
  });

  test('a phone that did not take the newest message, until one arrives or the number is another', async () => {
    const { messages } = lab;
    const send = async (id: string, status: 'undelivered' | 'delivered'): Promise<void> => {
      const identity = { id, key: id, ticketId: 't', template: 'team.page', channel: 'sms' } as const;
      const recipient = { kind: 'user', userId: 'chi', teamId: team } as const;
      const to = { to: '+84903000011', body: 'x', segments: 1, templateVersion: 1 };
      await messages.beginSending({ ...identity, recipient, lane: 'urgent', unitCodes: [], ...to });
      const news = { errorCode: status === 'undelivered' ? '30003' : null, providerId: `SM${id}` };
      await messages.applyStatus(id, { status, ...news, isPermanent: status === 'undelivered' });
    };
    await send('first', 'undelivered');
    expect(await save({ userId: 'chi' })).toEqual([['phone-undelivered', 'chi']]);
    const { body } = await lab.api.as('supervisor').get('/api/v1/units/25747/readiness').expect(200);
    expect(body.teams[0].warnings).toEqual([]);
    const chi = await lab.api.deps.users.find('chi');
    await lab.api.deps.users.save({ ...people.responder, ...chi, phone: '+84903000099' });
    expect(await save({ userId: 'chi' })).toEqual([]);
    await lab.api.deps.users.save({ ...people.responder, ...chi });
    await send('second', 'delivered');
    expect(await save({ userId: 'chi' })).toEqual([]);
  });

  test('a number that asked for no more messages, which a carrier may hold back', async () => {
    await lab.api.deps.optOuts.add({ phone: '+84903000012', because: 'stopWord', by: null });
    expect(await save({ userId: 'dung' })).toEqual([['opted-out', 'dung']]);
    await lab.api.deps.optOuts.remove('+84903000012');
  });

  test('hours that nobody has are told with the shift that leaves them, and in the readiness report', async () => {
    const [{ id }] = (await admin().get(`/api/v1/shifts?team=${team}`).expect(200)).body.items;
    const day = { ...shift, userId: anna, weekdays: [1, 2, 3, 4, 5, 6, 7] };
    const { body } = await admin().put(`/api/v1/shifts/${id}`).send(day).expect(200);
    expect(body.warnings).toMatchObject([{ code: 'gap-in-coverage', userId: null }]);
    expect(body.warnings[0].gaps[0]).toEqual({ weekday: 1, from: '00:00', to: '07:00' });
    const report = await lab.api.as('supervisor').get('/api/v1/units/25747/readiness').expect(200);
    expect(report.body.teams[0].warnings).toMatchObject([{ code: 'gap-in-coverage' }]);
    expect(report.body.missing).toContain('dutyAroundTheClock');
    const whole = { ...day, from: '00:00', to: '00:00' };
    expect((await admin().put(`/api/v1/shifts/${id}`).send(whole).expect(200)).body.warnings).toEqual([]);
  });

  test('a province that wants no doubtful person on a roster says so in its policy, and is obeyed', async () => {
    const { policies } = lab.api.deps;
    const [policy] = (await policies.listSaved()).map((saved) => saved.policy);
    const duty = {
      unreachablePerson: 'refuse',
      acknowledgeHandOverMs: 900_000,
      warnAheadMs: 1_800_000,
    } as const;
    const strict = { ...policy, id: 'strict', unitCode: '25747', version: 1, duty };
    await policies.add(strict as never);
    const { body } = await admin().post('/api/v1/shifts').send(shift).expect(422);
    expect(body.errors).toEqual([
      { pointer: '/userId', message: 'must be somebody with a phone number that can be paged' },
    ]);
    await policies.add({ ...strict, version: 2, duty: { ...duty, unreachablePerson: 'warn' } } as never);
    expect(await save()).toEqual([['no-phone', 'mute']]);
  });
});

describe('the end of a shift hands the open work over', () => {
  const handOversOf = async (teamId = team) =>
    (await lab.api.as('supervisor').get(`/api/v1/teams/${teamId}/hand-overs`).expect(200)).body.items;
  const newest = (kind: string, since: Date) =>
    eventually(`a ${kind} is written`, async () =>
      (await handOversOf()).find(
        (one: { kind: string; at: string }) => one.kind === kind && one.at >= since.toISOString(),
      ),
    );
  const claimedTicket = async () => {
    const ticket = await lab.api.offeredTicket();
    await lab.api.as('responder').post(`/api/v1/tickets/${ticket.id}/claim`).send({}).expect(200);
    return ticket;
  };
  /** Two people: Anna now for two hours, Chi after her for three, then nobody. */
  const twoShifts = () =>
    lab.roster(team, [
      ['responder', -hours, 2 * hours],
      ['chi' as never, 2 * hours, 5 * hours],
    ]);

  test('those who come on duty get a summary by SMS, one takes over by its link, the story of the ticket says so', async () => {
    const start = await lab.now();
    await twoShifts();
    const { id, code } = await claimedTicket();
    await lab.giveToTemporal(id);
    await lab.skip(2 * hours + 1);
    const sms = await lab.phones.phone('+84903000011').expectsSms(/Giao ca/);
    expect(sms.body).toMatch(/^1022 BD: Giao ca \d\d:\d\d( \d\d\/\d\d)?: 1 phieu mo\. P1 BD-/);
    expect(sms.body).toContain(code);
    expect(sms.body).not.toMatch(/Lan|0901|Bach Dang|ngat/);
    const handOver = await newest('handOver', start);
    expect(handOver).toMatchObject({
      ...{ state: 'waiting', outgoingUserIds: [anna], incomingUserIds: ['chi'] },
      work: [{ ticketId: id, code, priority: 'P1', status: 'claimed', isOwned: true }],
    });
    expect(handOver.work[0].next).toMatchObject({ clock: expect.any(String), dueAt: expect.any(String) });
    await eventually('the ticket knows', async () => {
      const ticket = await lab.api.deps.tickets.find(id);
      return ticket?.timeline.find(({ type }) => type === 'handedOver');
    }).then((entry) => {
      expect(entry).toMatchObject({
        actor: { kind: 'system' },
        data: { teamId: team, handOverId: handOver.id },
      });
    });

    const [link = ''] = /http\S+/.exec(sms.body) ?? [];
    const shown = await fetch(link);
    expect([shown.status, (await shown.text()).includes(code)]).toEqual([200, true]);
    expect(await handOversOf()).toContainEqual(
      expect.objectContaining({ id: handOver.id, state: 'waiting' }),
    );
    expect((await fetch(link, { method: 'POST', redirect: 'manual' })).status).toBe(303);
    const { body } = await lab.api.as('supervisor').get(`/api/v1/hand-overs/${handOver.id}`).expect(200);
    expect(body).toMatchObject({ state: 'acknowledged', acknowledgedBy: 'chi' });
    const late = await lab.api
      .as('supervisor')
      .post(`/api/v1/hand-overs/${handOver.id}/acknowledge`)
      .expect(409);
    expect(late.body).toMatchObject({ acknowledgedBy: 'chi' });
    expect((await fetch(link, { method: 'POST', redirect: 'manual' })).status).toBe(409);
    expect((await fetch(`${link}x`)).status).toBe(404);
  });

  test('one who joins while others stay takes nothing over, and a quiet change of shift costs no SMS', async () => {
    const start = await lab.now();
    await lab.roster('medical-725', [
      ['farResponder', -hours, hours],
      ['responder', 30, 2 * hours],
    ]);
    await lab.skip(hours + 5);
    const items = await eventually('the change is written', async () => {
      const found = (await lab.api.as('farSupervisor').get('/api/v1/teams/medical-725/hand-overs')).body
        .items;
      return found.length > 0 ? found : null;
    });
    const since = items.filter(({ at }: { at: string }) => at > start.toISOString());
    expect(since).toMatchObject([{ kind: 'handOver', state: 'told', work: [], incomingUserIds: [anna] }]);
    await lab.phoneOf('farSupervisor').expectsNothingElse();
    await lab.roster('medical-725', [['farResponder', -hours, -hours]]);
  });

  test('nobody takes it in time: the supervisors nearest to the commune are told, and it can still be taken', async () => {
    const start = await lab.now();
    await twoShifts();
    await claimedTicket();
    await lab.skip(2 * hours + 1);
    const handOver = await newest('handOver', start);
    const supervisor = lab.phoneOf('supervisor');
    await lab.skip(16);
    await supervisor.expectsSms(/CHUA AI NHAN CA/);
    await eventually('it is overdue', async () =>
      (await handOversOf()).find(
        (one: { id: string; state: string }) => one.id === handOver.id && one.state === 'overdue',
      ),
    );
    await lab.api.as('responder').post(`/api/v1/hand-overs/${handOver.id}/acknowledge`).expect(403);
    const { body } = await lab.api
      .as('supervisor')
      .post(`/api/v1/hand-overs/${handOver.id}/acknowledge`)
      .expect(200);
    expect(body).toMatchObject({ state: 'acknowledged', acknowledgedBy: people.supervisor.id });
  });

  test('nobody comes after a shift: the supervisor hears half an hour before, and again when it has ended', async () => {
    const start = await lab.now();
    await lab.roster(team, [['responder', -hours, 2 * hours]]);
    await lab.skip(91);
    await lab.phoneOf('supervisor').expectsSms(/SAP HET NGUOI TRUC/);
    expect(await newest('nobodyComing', start)).toMatchObject({ state: 'told', incomingUserIds: [] });
    await lab.skip(30);
    await lab.phoneOf('supervisor').expectsSms(/KHONG CON NGUOI TRUC/);
    expect(await newest('nobodyThere', start)).toMatchObject({ state: 'told', outgoingUserIds: [anna] });
  });

  test('a shift whose person has no phone is nobody: the supervisor is told, although the roster has a name', async () => {
    await lab.roster(team, [
      ['responder', -hours, 2 * hours],
      ['mute' as never, 2 * hours, 5 * hours],
    ]);
    await lab.skip(2 * hours + 1);
    await lab.phoneOf('supervisor').expectsSms(/SAP HET NGUOI TRUC/);
    await lab.phoneOf('supervisor').expectsSms(/KHONG CON NGUOI TRUC/);
  });
});

describe('who takes over without the roster being edited', () => {
  const dayMs = 86_400_000;
  const local = (at: number): string => new Date(at + 7 * hours * 60_000).toISOString();
  /** Tomorrow, of the local calendar; the API goes by the real clock. */
  const tomorrow = local(Date.now() + dayMs).slice(0, 10);
  const at = (time: string): string => new Date(`${tomorrow}T${time}:00+07:00`).toISOString();
  let dayShift: string;
  const chi = () => asPerson('chi');
  const asPerson = (id: string) => {
    const token = lab.api.deps.tokens.issue(id).accessToken;
    const ask = lab.api.asNobody().set('Authorization', `Bearer ${token}`);
    return ask;
  };
  const onDuty = async (time: string): Promise<readonly string[]> => {
    const [roster] = await lab.api.deps.organisation.rostersOf(['25747'], 'medical', at(time));
    return roster?.teams.flatMap(({ userIds }) => userIds) ?? [];
  };
  const ask = (body: object) => lab.api.as('responder').post(`/api/v1/shifts/${dayShift}/swap`).send(body);

  beforeAll(async () => {
    for (const { id } of await lab.api.deps.organisation.listShifts({ teamId: team })) {
      await admin().delete(`/api/v1/shifts/${id}`).expect(204);
    }
    const everyDay = { ...shift, weekdays: [1, 2, 3, 4, 5, 6, 7] };
    const day = await admin()
      .post('/api/v1/shifts')
      .send({ ...everyDay, userId: anna })
      .expect(201);
    dayShift = day.body.id;
    await admin()
      .post('/api/v1/shifts')
      .send({ ...everyDay, userId: 'dung', from: '19:00', to: '07:00' })
      .expect(201);
  });

  test('Anna asks, Chi accepts: tomorrow’s pages go to Chi, and all of it can be read later', async () => {
    const wanted = { date: tomorrow, toUserId: 'chi', reason: 'con tôi ốm' };
    const { body: swap } = await ask(wanted).expect(201);
    expect(swap).toMatchObject({
      state: 'asked',
      needsPermission: false,
      from: at('07:00'),
      until: at('19:00'),
    });
    expect(await onDuty('08:00')).toEqual([anna]);
    expect((await ask(wanted).expect(409)).body.type).toMatch(/already-swapped/);
    await lab.api.as('responder').post(`/api/v1/shift-swaps/${swap.id}/accept`).expect(403);
    const { body } = await chi().post(`/api/v1/shift-swaps/${swap.id}/accept`).expect(200);
    expect(body).toMatchObject({ state: 'accepted', answeredBy: 'chi', askedBy: anna, reason: 'con tôi ốm' });
    expect([await onDuty('08:00'), await onDuty('20:00')]).toEqual([['chi'], ['dung']]);
    expect((await ask(wanted).expect(409)).body.type).toMatch(/already-swapped/);
    await chi().post(`/api/v1/shift-swaps/${swap.id}/decline`).expect(409);
    const { body: overrides } = await lab.api
      .as('supervisor')
      .get(`/api/v1/teams/${team}/overrides`)
      .expect(200);
    expect(overrides.items[0]).toMatchObject({ userId: 'chi', replacesUserId: anna, swapId: swap.id });
    const raw = await lab.api.connection.collection('shiftSwaps').findOne({ _id: swap.id });
    expect(JSON.stringify(raw)).not.toContain('con tôi');

    await lab.api.as('supervisor').post(`/api/v1/duty-overrides/${overrides.items[0].id}/cancel`).expect(409);
    await lab.api.as('farSupervisor').post(`/api/v1/shift-swaps/${swap.id}/cancel`).expect(403);
    await lab.api.as('responder').post(`/api/v1/shift-swaps/${swap.id}/cancel`).expect(200);
    expect(await onDuty('08:00')).toEqual([anna]);
  });

  test.each([
    ['a day on which the shift has no turn', { date: '2021-07-31' }, 422, 'not-on-shift'],
    ['a turn that is over', { date: '2021-08-02' }, 409, 'past-shift'],
    ['herself', { toUserId: anna }, 422, 'invalid-command'],
    ['somebody without a phone', { toUserId: 'mute' }, 422, 'impossible'],
    ['nobody', { toUserId: 'nobody' }, 422, 'impossible'],
  ])('Anna may not ask for %s', async (_, change, status, code) => {
    const { body } = await ask({ date: tomorrow, toUserId: 'chi', reason: 'x', ...change }).expect(status);
    expect(body.type).toMatch(new RegExp(`#${code}$`));
  });

  test('somebody on duty elsewhere at that time cannot take it, nor can a shift be given away by others', async () => {
    const night = (await admin().get(`/api/v1/shifts?user=dung`).expect(200)).body.items[0].id;
    const asDung = asPerson('dung').post(`/api/v1/shifts/${night}/swap`);
    const overlapping = {
      ...shift,
      weekdays: [1, 2, 3, 4, 5, 6, 7],
      userId: 'chi',
      from: '18:00',
      to: '20:00',
    };
    const { body: extra } = await admin().post('/api/v1/shifts').send(overlapping).expect(201);
    const { body } = await asDung.send({ date: tomorrow, toUserId: 'chi', reason: 'x' }).expect(409);
    expect(body).toMatchObject({ userId: 'chi', teamId: team });
    expect(body.type).toMatch(/overlapping-duty/);
    await admin().delete(`/api/v1/shifts/${extra.id}`).expect(204);
    const notHers = chi().post(`/api/v1/shifts/${night}/swap`);
    await notHers.send({ date: tomorrow, toUserId: anna, reason: 'x' }).expect(422);
  });

  test('across teams a supervisor permits it first', async () => {
    const wanted = { date: tomorrow, toUserId: people.dispatcher.id, reason: 'thiếu người' };
    const { body: swap } = await ask(wanted).expect(201);
    expect(swap.needsPermission).toBe(true);
    const accept = () => lab.api.as('dispatcher').post(`/api/v1/shift-swaps/${swap.id}/accept`);
    expect((await accept().expect(409)).body.type).toMatch(/swap-needs-permission/);
    await lab.api.as('responder').post(`/api/v1/shift-swaps/${swap.id}/permit`).expect(403);
    await lab.api.as('supervisor').post(`/api/v1/shift-swaps/${swap.id}/permit`).expect(200);
    expect((await accept().expect(200)).body).toMatchObject({
      permittedBy: people.supervisor.id,
      state: 'accepted',
    });
    expect(await onDuty('12:00')).toEqual([people.dispatcher.id]);
    await lab.api.as('dispatcher').post(`/api/v1/shift-swaps/${swap.id}/cancel`).expect(200);
    const mine = await lab.api.as('dispatcher').get('/api/v1/shift-swaps?state=cancelled').expect(200);
    expect(mine.body.items.map(({ id }: { id: string }) => id)).toEqual([swap.id]);
  });

  test('of two who are asked for one turn at once, one is asked', async () => {
    const answers = await Promise.all(
      ['chi', people.dispatcher.id].map((toUserId) => ask({ date: tomorrow, toUserId, reason: 'x' })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    const { id } = answers.find(({ status }) => status === 201)?.body ?? {};
    const both = await Promise.all([
      lab.api.as('responder').post(`/api/v1/shift-swaps/${id}/cancel`),
      lab.api.as('supervisor').post(`/api/v1/shift-swaps/${id}/cancel`),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  test('a supervisor puts somebody in Anna’s place for an hour, then takes it back', async () => {
    const path = `/api/v1/teams/${team}/overrides`;
    const hour = {
      userId: 'chi',
      replacesUserId: anna,
      from: at('09:00'),
      until: at('10:00'),
      reason: 'họp',
    };
    await lab.api.as('responder').post(path).send(hour).expect(403);
    await lab.api.as('farSupervisor').post(path).send(hour).expect(403);
    const { body } = await lab.api.as('supervisor').post(path).send(hour).expect(201);
    expect(await Promise.all(['08:59', '09:00', '09:59', '10:00'].map(onDuty))).toEqual([
      ...[[anna], ['chi'], ['chi'], [anna]],
    ]);
    expect((await lab.api.as('supervisor').post(path).send(hour).expect(422)).body.type).toMatch(
      /not-on-shift/,
    );
    const busy = { ...hour, replacesUserId: null };
    expect((await lab.api.as('supervisor').post(path).send(busy).expect(409)).body.type).toMatch(
      /overlapping/,
    );
    const past = { ...hour, from: '2021-08-16T02:00:00Z', until: '2021-08-16T03:00:00Z' };
    expect((await lab.api.as('supervisor').post(path).send(past).expect(409)).body.type).toMatch(
      /past-shift/,
    );
    for (const wrong of [{ until: at('08:00') }, { userId: 'mute' }, { replacesUserId: 'nobody' }]) {
      await lab.api
        .as('supervisor')
        .post(path)
        .send({ ...hour, ...wrong })
        .expect(422);
    }
    await lab.api.as('supervisor').post(`/api/v1/duty-overrides/${body.id}/cancel`).expect(200);
    expect(await onDuty('09:30')).toEqual([anna]);
    await lab.api.as('supervisor').post(`/api/v1/duty-overrides/${body.id}/cancel`).expect(409);
    const listed = await lab.api.as('responder').get(path).expect(200);
    expect(listed.body.items[0]).toMatchObject({
      id: body.id,
      cancelledBy: people.supervisor.id,
      reason: 'họp',
    });
    await lab.api.as('farResponder').get(path).expect(403);
    await lab.api.as('farResponder').get(`/api/v1/teams/${team}/hand-overs`).expect(403);
  });
});

test('a worker that was dead when the shift ended hands over once it is back, and once only', async () => {
  // The real server gives a dead worker's runs to the next one at once; here the seconds really pass.
  const own = await openDutyLab(() => openForgetfulServer(10_000));
  try {
    await addPeople(own);
    const handOversOf = async (): Promise<{ at: string; kind: string }[]> =>
      (await own.api.as('supervisor').get(`/api/v1/teams/${team}/hand-overs`).expect(200)).body.items;
    await own.roster(team, [['responder', -hours, 5 * hours]]);
    const watch = own.env.client.workflow.getHandle(dutyWatchIdOf(team));
    /** Its last task is done, so that no worker takes one along when it dies. */
    const rests = (): Promise<boolean> =>
      watch
        .fetchHistory()
        .then(({ events }) => events?.at(-1)?.timerStartedEventAttributes?.timerId !== undefined);
    await eventually('the watch has looked', rests);
    const ticket = await own.api.offeredTicket();
    await own.api.as('responder').post(`/api/v1/tickets/${ticket.id}/claim`).send({}).expect(200);
    const start = await own.now();
    const change = new Date(start.getTime() + 2_500).toISOString();
    const until = new Date(start.getTime() + hours * 60_000).toISOString();
    const override = { userId: 'chi', replacesUserId: anna, from: change, until, reason: 'Anna bị ốm' };
    await own.api.as('supervisor').post(`/api/v1/teams/${team}/overrides`).send(override).expect(201);
    await own.watches.tellChanges();
    await eventually('the watch has heard of it', rests);
    await own.stopWorker();
    await eventually('the shift has ended', async () => (await own.now()).toISOString() > change);
    expect((await handOversOf()).filter(({ at }) => at >= change)).toEqual([]);
    await own.startWorker();
    const handOver = await eventually('it is handed over', async () =>
      (await handOversOf()).find(({ at, kind }) => kind === 'handOver' && at >= start.toISOString()),
    );
    expect(handOver).toMatchObject({ outgoingUserIds: [anna], incomingUserIds: ['chi'], state: 'waiting' });
    await own.phones.phone('+84903000011').expectsSms(/Giao ca/);
    expect((await handOversOf()).filter(({ at }) => at === handOver.at)).toHaveLength(1);
  } finally {
    await own.close();
  }
});

test('a province starts: a few watches a round, those whose shift ends next first, and none forgets the time it had to wait', async () => {
  const own = await openDutyLab();
  try {
    const organisation = createOrganisationRepository(own.api.connection);
    const localHour = Number(new Date(Date.now() + 7 * 60 * 60_000).toISOString().slice(11, 13));
    const clock = (ahead: number): string => `${String((localHour + ahead) % 24).padStart(2, '0')}:30`;
    // The later a team comes in the list, the sooner its shift ends.
    const teamIds = Array.from({ length: 13 }, (_, n) => `team-${String(n).padStart(2, '0')}`);
    for (const { id } of await organisation.listShifts({})) await organisation.removeShift(id);
    for (const [n, teamId] of teamIds.entries()) {
      await organisation.saveTeam({
        id: teamId,
        name: teamId,
        unitCode: '25747',
        tier: 'commune',
        fields: ['medical'],
        active: true,
      });
      await organisation.saveShift({
        ...{ id: `shift-${teamId}`, teamId, userId: anna, weekdays: [1, 2, 3, 4, 5, 6, 7] },
        ...{ from: clock(22), to: clock(20 - n), validFrom: '2021-08-01', validTo: null },
      });
    }
    const watched = async () => [...(await createToldRosters(own.api.connection).all()).keys()].sort();
    expect(await own.watches.tellChanges()).toBe(5);
    expect(await watched()).toEqual(teamIds.slice(8));
    expect(await own.watches.tellChanges()).toBe(5);
    const after = new Date().toISOString();
    expect(await own.watches.tellChanges()).toBe(3);
    expect(await watched()).toEqual(teamIds);
    expect(await own.watches.tellChanges()).toBe(0);
    const begunWith = async (teamId: string): Promise<DutyWatchInput> => {
      const history = await own.env.client.workflow.getHandle(dutyWatchIdOf(teamId)).fetchHistory();
      const begun = history.events?.[0]?.workflowExecutionStartedEventAttributes;
      return defaultPayloadConverter.fromPayload(begun?.input?.payloads?.[0] ?? {});
    };
    expect(await begunWith('team-12')).toEqual({ teamId: 'team-12' });
    const { since = '' } = await begunWith('team-00');
    expect(Date.parse(since)).toBeLessThanOrEqual(Date.parse(after));
    expect(Date.parse(since)).toBeGreaterThan(Date.parse(after) - 10_000);
  } finally {
    await own.close();
  }
});
