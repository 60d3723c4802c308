import supertest from 'supertest';
import { createSessionTokens } from '../../src/api/auth/session-token';
import { openApiLab, secretKey, type ApiLab } from '../support/api-lab';
import { people } from '../support/api-organisation';
import { crc32 } from '../support/crc32';

let lab: ApiLab;
beforeAll(async () => {
  lab = await openApiLab();
});
afterAll(() => lab.close());

const admin = () => lab.as('admin');
/** On a process that has not met this person yet. */
const elsewhere = (token: string) =>
  supertest.agent(lab.anotherProcess()).set('Authorization', `Bearer ${token}`);
const newest = async () => (await admin().get('/api/v1/audit/entries?limit=1').expect(200)).body.items[0];

describe('somebody who goes', () => {
  const successor = { username: 'le.van.sau', name: 'Lê Văn Sáu', role: 'responder', unitCode: '25747' };
  const mine = (id: string) => lab.deps.organisation.listShifts({ userId: id });

  test('leaves no ticket, no shift and no question behind, and no session lives on', async () => {
    const { id: ticketId, code } = await lab.offeredTicket();
    await lab.as('dispatcher').post(`/api/v1/tickets/${ticketId}/claim`).expect(200);
    const work = await admin().get(`/api/v1/users/${people.dispatcher.id}/work`).expect(200);
    expect(work.body.tickets).toMatchObject([{ id: ticketId, code, unitCode: '25747' }]);

    const { body } = await admin()
      .post(`/api/v1/users/${people.dispatcher.id}/deactivate`)
      .send({ successorId: null })
      .expect(200);
    expect(body).toMatchObject({ user: { active: false }, leftTicketIds: [] });
    const ticket = await lab.as('agent').get(`/api/v1/tickets/${ticketId}`).expect(200);
    expect(ticket.body).toMatchObject({ status: 'triaged', ownerUserId: null });
    expect(await newest()).toMatchObject({
      operation: 'deactivateUser',
      subject: { id: people.dispatcher.id },
    });
    const asked = await elsewhere(lab.tokenOf('dispatcher')).get('/api/v1/me');
    expect(asked.status).toBe(401);
  });

  test('is followed by a successor on the roster, and has the shifts again when it was a mistake', async () => {
    const { body: sau } = await admin()
      .post('/api/v1/users')
      .send({ ...successor, teamId: 'response-25747', phone: '0909111222' })
      .expect(201);
    const [shift] = await mine(people.responder.id);
    const gone = await admin()
      .post(`/api/v1/users/${people.responder.id}/deactivate`)
      .send({ successorId: sau.id })
      .expect(200);
    expect(gone.body.handedOver.shifts).toMatchObject([{ id: shift?.id, userId: people.responder.id }]);
    expect(await mine(sau.id)).toMatchObject([{ id: shift?.id }]);

    const back = await admin()
      .post(`/api/v1/users/${people.responder.id}/reactivate`)
      .send({ shiftIds: [shift?.id], successorId: sau.id })
      .expect(200);
    expect(back.body).toMatchObject({ user: { active: true }, givenBack: [{ id: shift?.id }] });
    expect(await mine(people.responder.id)).toHaveLength(1);
    expect(await mine(sau.id)).toEqual([]);
  });

  test('the last of a team gives back what the team had claimed', async () => {
    const { id } = await lab.offeredTicket();
    await lab.as('farResponder').get('/api/v1/me').expect(200);
    await lab.as('districtResponder').post(`/api/v1/tickets/${id}/claim`).expect(200);
    const { body } = await admin()
      .post(`/api/v1/users/${people.districtResponder.id}/deactivate`)
      .expect(200);
    expect(body.handedOver.tickets).toMatchObject([{ id }]);
    expect((await lab.deps.tickets.find(id))?.state.status).toBe('triaged');
  });

  test('a team that is switched off gives back what it had claimed, or stays on while nobody can be asked', async () => {
    const { id } = await lab.offeredTicket();
    await lab.as('provinceResponder').post(`/api/v1/tickets/${id}/claim`).expect(200);
    const { body: team } = await admin().get('/api/v1/teams/medical-74').expect(200);
    const save = (active: boolean) => {
      const { name, unitCode, fields } = team;
      return admin().put('/api/v1/teams/medical-74').send({ name, unitCode, fields, active });
    };
    lab.desk.away = true;
    await save(false).expect(503);
    expect((await lab.deps.organisation.findTeam('medical-74'))?.active).toBe(true);
    lab.desk.away = false;
    await save(false).expect(200);
    expect((await lab.deps.tickets.find(id))?.state.status).toBe('triaged');
    await save(true).expect(200);
  });

  test('a ticket that cannot be given back yet is named, and asking again gives it back', async () => {
    const { id } = await lab.offeredTicket();
    await lab.as('provinceResponder').post(`/api/v1/tickets/${id}/claim`).expect(200);
    const leave = () => admin().post(`/api/v1/users/${people.provinceResponder.id}/deactivate`).expect(200);
    lab.desk.away = true;
    expect((await leave()).body).toMatchObject({ user: { active: false }, leftTicketIds: [id] });
    lab.desk.away = false;
    expect((await leave()).body).toMatchObject({ leftTicketIds: [] });
    expect((await lab.deps.tickets.find(id))?.state.status).toBe('triaged');
  });

  test('nobody switches themselves off, and a successor works where the other worked', async () => {
    await admin().post('/api/v1/users/admin/deactivate').expect(422);
    const { body } = await admin()
      .post(`/api/v1/users/${people.farResponder.id}/deactivate`)
      .send({ successorId: people.supervisor.id })
      .expect(422);
    expect(body.errors).toMatchObject([{ pointer: '/successorId' }]);
    expect((await lab.deps.users.find(people.farResponder.id))?.active).toBe(true);
  });
});

test('a new password is shown once, ends every session, and signs in', async () => {
  const anHourAgo = createSessionTokens(secretKey, () => new Date(Date.now() - 3_600_000));
  const before = anHourAgo.issue(people.supervisor.id).accessToken;
  const { body } = await admin().post(`/api/v1/users/${people.supervisor.id}/new-password`).expect(200);
  expect(body.password).toMatch(/^(?:[2-9A-Z]{4}-){3}[2-9A-Z]{4}$/);
  const ask = (token: string) => elsewhere(token).get('/api/v1/me');
  expect((await ask(before)).status).toBe(401);
  const { username } = people.supervisor;
  const signed = await lab
    .asNobody()
    .post('/api/v1/auth/token')
    .send({ username, password: body.password })
    .expect(200);
  expect((await ask(signed.body.accessToken)).status).toBe(200);
  expect(JSON.stringify(await lab.connection.collection('auditEntries').find().toArray())).not.toContain(
    body.password,
  );
});

describe('the roster of a team, saved as a whole', () => {
  const path = '/api/v1/teams/medical-725/roster';
  const turn = {
    ...{ userId: people.farResponder.id, weekdays: [1, 2, 3, 4, 5, 6, 7], from: '07:00', to: '19:00' },
    ...{ validFrom: '2026-01-05', validTo: null },
  };
  const read = async () => (await lab.as('farSupervisor').get(path).expect(200)).body;

  test('a supervisor of the area saves it, and is told what it lacks', async () => {
    const before = await read();
    expect(before).toMatchObject({ mayChange: true, warnings: [] });
    expect(before.people).toContainEqual(
      expect.objectContaining({ id: people.farResponder.id, isMember: true, hasPhone: true }),
    );
    const { body } = await lab
      .as('farSupervisor')
      .put(path)
      .send({
        revision: before.revision,
        shifts: [turn, { ...turn, userId: null, from: '19:00', to: '23:00' }],
      })
      .expect(200);
    expect(body.shifts).toHaveLength(2);
    expect(body.warnings.map(({ code }: { code: string }) => code)).toEqual(['no-person', 'gap-in-coverage']);
    const entry = await newest();
    expect(entry).toMatchObject({ operation: 'replaceTeamRoster', kind: 'Shift', unitCode: '725' });
    expect(entry.fields).toHaveLength(3);
  });

  test('of two who change the same roster the second is told, and neither is half saved', async () => {
    const { revision, shifts } = await read();
    const save = (times: object) =>
      lab
        .as('admin')
        .put(path)
        .send({
          revision,
          shifts: shifts.map(({ teamId: _team, ...shift }: { teamId: string }) => ({ ...shift, ...times })),
        });
    const answers = await Promise.all([save({ to: '20:00' }), save({ to: '21:00' }), save({ to: '22:00' })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
    const won = answers.find(({ status }) => status === 200)?.body.shifts[0].to;
    expect((await read()).shifts.map(({ to }: { to: string }) => to)).toEqual([won, won]);
  });

  test('what cannot be a shift is named by its place; another area is not changed', async () => {
    const { revision } = await read();
    const bad = [turn, { ...turn, weekdays: [1, 1] }, { ...turn, userId: 'nobody' }];
    const { body } = await admin().put(path).send({ revision, shifts: bad }).expect(422);
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '/shifts/1/weekdays',
      '/shifts/2/userId',
    ]);
    await lab
      .as('farSupervisor')
      .put('/api/v1/teams/medical-718/roster')
      .send({ revision, shifts: [] })
      .expect(403);
    expect((await read()).revision).toBe(revision);
  });
});

describe('an admin brings in files', () => {
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  const send = (files: Readonly<Record<string, string>>, query = '') =>
    admin()
      .post(`/api/v1/organisation/import${query}`)
      .set('Content-Type', 'application/json')
      .send(
        JSON.stringify({
          files: Object.fromEntries(Object.entries(files).map(([name, text]) => [name, base64(text)])),
        }),
      );
  const teams = 'id,name,unitCode,fields\nrelief-718,Đội cứu trợ,718,relief\n';
  const persons = (rows: string) => `username,name,role,unitCode,teamId,phone\n${rows}\n`;

  test('a bad row is named by file, line and column, and nothing is written', async () => {
    const before = (await newest()).seq;
    const files = {
      'teams.csv': teams,
      'people.csv': persons('hoa.718,Lê Thị Hoa,responder,718,nowhere,12'),
    };
    const { body } = await send(files).expect(200);
    expect(body).toMatchObject({ written: false, counts: null });
    expect(body.problems).toMatchObject([{ file: 'people.csv', line: 2, column: 'phone' }]);
    expect(JSON.stringify(body)).not.toContain('Hoa');
    await admin().get('/api/v1/teams/relief-718').expect(404);
    expect((await newest()).seq).toBe(before);
  });

  test('right rows are tried dry, then written, and written again change nothing', async () => {
    const files = {
      'teams.csv': teams,
      'people.csv': persons('hoa.718,Lê Thị Hoa,responder,718,relief-718,0909333444'),
    };
    const dry = await send(files, '?dryRun=true').expect(200);
    expect(dry.body).toMatchObject({ dryRun: true, written: false, problemCount: 0 });
    expect(dry.body.readiness).toMatchObject([{ unitCode: '718', ready: false }]);
    await admin().get('/api/v1/teams/relief-718').expect(404);
    const real = await send(files).expect(200);
    expect(real.body.counts).toMatchObject({ teams: { created: 1 }, users: { created: 1 } });
    expect(await newest()).toMatchObject({
      operation: 'importOrganisation',
      kind: 'Organisation',
      outcome: 'done',
    });
    const again = await send(files).expect(200);
    expect(again.body.counts).toMatchObject({ teams: { created: 0, unchanged: 1 } });
  });

  test('rows of another area, and the own account, stay as they are', async () => {
    const { body } = await send({
      'units.csv':
        'code,name,type,tier,parentCode,profile,validFrom\n79,Hồ Chí Minh,thành phố,province,,two-tier,2025-07-01\n',
      'teams.csv': 'id,name,unitCode,fields\nfar-79,Đội 1,79,medical\n',
      'people.csv': persons('admin,Quản trị,dispatcher,74,,'),
    }).expect(200);
    expect(body.written).toBe(false);
    const places = body.problems.map((one: { file: string; column: string }) => `${one.file} ${one.column}`);
    expect(places).toEqual(['units.csv code', 'teams.csv unitCode', 'people.csv active']);
  });

  test('a folder comes as a zip archive, too; what is none is refused, and so is anybody else', async () => {
    const zip = zipOf({
      'unit/teams.csv': 'id,name,unitCode,fields\nzip-718,Đội zip,718,medical\n',
      '__MACOSX/x': 'x',
    });
    const post = (body: Buffer | string, type: string) =>
      admin().post('/api/v1/organisation/import').set('Content-Type', type).send(body);
    const { body } = await post(zip, 'application/zip').expect(200);
    expect(body).toMatchObject({ written: true, counts: { teams: { created: 1 } } });
    await post(Buffer.from('PK no archive'), 'application/zip').expect(400);
    await post('{"files":{"../teams.csv":"eA=="}}', 'application/json').expect(400);
    await post('[', 'application/json').expect(400);
    await send({})
      .expect(200)
      .expect(({ body: empty }) => expect(empty.problems).toHaveLength(1));
    await lab
      .as('farSupervisor')
      .post('/api/v1/organisation/import')
      .set('Content-Type', 'application/zip')
      .send(zip)
      .expect(403);
    const template = await admin().get('/api/v1/organisation/import/templates/shifts.csv').expect(200);
    expect(template.text).toContain('teamId,username,weekdays,from,to');
  });
});

const [localHeader, directoryHeader] = [
  '504b03040a000000000000000000',
  '504b01020a000a000000000000000000',
].map((hex) => Buffer.from(hex, 'hex')) as [Buffer, Buffer];

/** Stored, not deflated: as the smallest writers of archives do. */
function zipOf(files: Readonly<Record<string, string>>): Buffer {
  const [entries, directory]: [Buffer[], Buffer[]] = [[], []];
  let at = 0;
  for (const [path, text] of Object.entries(files)) {
    const [name, content] = [Buffer.from(path), Buffer.from(text)];
    const sizes = Buffer.alloc(12);
    sizes.writeUInt32LE(crc32(content), 0);
    sizes.writeUInt32LE(content.length, 4);
    sizes.writeUInt32LE(content.length, 8);
    const lengths = Buffer.alloc(4);
    lengths.writeUInt16LE(name.length, 0);
    const entry = Buffer.concat([localHeader, sizes, lengths, name, content]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    directory.push(Buffer.concat([directoryHeader, sizes, lengths, place, name]));
    entries.push(entry);
    at += entry.length;
  }
  const end = Buffer.alloc(22);
  end.write('504b0506', 'hex');
  end.writeUInt16LE(directory.length, 8);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...entries, ...directory, end]);
}
